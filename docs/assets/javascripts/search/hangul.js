// Korean words for the search: what a word is without its particles and endings, how far two words are apart in letters (jamo), and how an
// English word sounds in Hangul. Pure functions; nothing here knows the site.
"use strict"

const HANGUL = /^[가-힣]+$/
const letters = (word) => word.normalize("NFD") // syllables -> initial, vowel and final as letters of their own
const syllables = (text) => text.normalize("NFC")

// Particles, the longer first. One syllable of a noun is enough before them; 들 is part of too many verbs (만들다) for that.
const PARTICLES = longestFirst(`에서부터 으로부터 에게서 에서는 에서도 으로는 으로도 까지만 까지는 까지도 이라는 이라고 이라도 이란 에서 에게 에는 에도 에만 으로 로는
  로도 로만 로부터 부터 까지 마다 처럼 보다 밖에 조차 한테 이랑 랑 이나 이든 하고 라는 라고 라도 라면 들은 들을 들이 들의 은 는 이 가 을 를 의 에 와 과 도 만 로`)
// Endings of 이다, of polite speech, of questions.
const ENDINGS = longestFirst(`입니다 입니까 인가요 이에요 예요 이다 이었 였다 인지 일까 일까요 이면 이고 이며 인데 습니다 습니까 는다 는지 나요 네요 군요 을까요 을까 은지
  을지 는데 은데 으려면 으려고 려면 려고 으면 으며 으니 으세요 세요 지요 다가 더니 도록 거나 든지 지만 어서 아서 어도 아도 어야 아야 었다 았다 었습니다 았습니다 었을 았을
  었더니 았더니 었는데 았는데 어요 아요 은가요 는가요 은가 는가 겠어요 겠습니다 겠다 겠네요 겠죠 겠는데`)
// Endings that nouns may have for their own last syllables, and 하다, 되다, 시키다 behind a noun: two syllables must stay.
const CAREFUL_ENDINGS = longestFirst(`합니다 합니까 하는지 하나요 한다 하는 하다 하고 하면 하며 하지 하기 하게 하려면 하려고 하도록 하자 하세요 해서 해도 해야 해요 했다 했을
  했는데 했더니 했 해 한 할 함 됩니다 됩니까 되는지 되나요 된다 되는 되다 되고 되면 되며 되지 되기 되도록 돼요 됐다 되었 된 될 됨 시킵니다 시키는 시킨 시킬 시켜 시키
  들 인 일 었 았 고 면 며 기 게 자 니 음 어 아 요 서 죠 던`)
// The same behind one syllable: polite forms are no noun's end, and few nouns of two syllables end so.
const SURE_FINALS = "ᆸ니다 ᆸ니까 ᆫ다 ᆻ습니다 ᆻ다".split(" ").map(letters)
const NOUNS = new Set("크기 여기 거기 저기 자기 경고 참고 사고 화면 장면 반면".split(" ")) // what looks like a verb of one syllable with 기, 고 or 면
// Letters that endings put below the last syllable, alone or with more behind them.
const FINAL_ENDINGS = "ᆸ니다 ᆸ니까 ᆫ다 ᆫ가요 ᆫ가 ᆫ데 ᆫ데요 ᆻ다가 ᆻ습니다 ᆻ더니 ᆻ는데 ᆻ을 ᆻ다 ᆯ까요 ᆯ까 ᆫ지 ᆯ지".split(" ").map(letters)
const FINAL_LETTERS = "ᆻ ᆫ ᆯ".split(" ").map(letters)
const LONG_FINAL_LETTERS = [...FINAL_LETTERS, "ᆷ"] // 뒤바뀜; too many nouns of two syllables end so: 이름, 그림
// What a vowel was before 어 or 았 was joined to it: 갈라져 is 갈라지어, 나와 is 나오아.
const JOINED = { "ᅧ": "ᅵ", "ᅪ": "ᅩ", "ᅯ": "ᅮ", "ᅫ": "ᅬ" }

function longestFirst(text) {
  return text.split(/\s+/).sort((a, b) => b.length - a.length)
}

const stems = new Map()

/** Whether Hangul behind an English word or a number only says what part that has in the sentence: `Input`에서, 3입니다. */
function isParticle(word) {
  return PARTICLES.includes(word) || ENDINGS.includes(word)
}

/** A Hangul word without the particles behind it. */
function withoutParticles(word) {
  // 을 is also the end of 었을: what looks like a verb's ending is left for `stem`.
  for (let shorter; !cut(word, ENDINGS, 1) && (shorter = cut(word, PARTICLES, 1)); ) word = shorter
  return word
}

/** A Hangul word without particles and endings; words that differ only in those come to the same, which need not be a word itself. */
function stem(word) {
  let found = stems.get(word)
  if (found === undefined) stems.set(word, (found = withoutEndings(withoutParticles(word))))
  return found
}

function withoutEndings(word) {
  for (let shorter; (shorter = cut(word, ENDINGS, 1) ?? cut(word, CAREFUL_ENDINGS, 2) ?? cutLetters(word, FINAL_ENDINGS)); ) {
    word = separate(shorter)
  }
  // What still ends in 다 is a verb as dictionaries have it.
  word = cut(word, ["다"], 1) ?? word
  if (word.length > 2) word = word.replace(/[하되]$/, "")
  return separate(cutLetters(word, word.length > 2 ? LONG_FINAL_LETTERS : FINAL_LETTERS) ?? word)
}

function cut(word, endings, least) {
  const ending = endings.find((e) => word.endsWith(e) && word.length - e.length >= least)
  return ending ? word.slice(0, -ending.length) : null
}

function cutLetters(word, endings) {
  if (/^.[기고면며]$/.test(word) && !NOUNS.has(word)) return word[0]
  const spelled = letters(word)
  const ending = endings.find((e) => spelled.endsWith(e))
  const rest = ending && syllables(spelled.slice(0, -ending.length))
  return rest && (rest.length > 1 || SURE_FINALS.includes(ending)) ? rest : null
}

/** A stem's own last vowel, where an ending has been joined to it. */
function separate(word) {
  if (word.length < 2) return word
  if (word.endsWith("해")) return word.slice(0, -1) + "하"
  const spelled = letters(word)
  const vowel = JOINED[spelled.at(-1)]
  return vowel ? syllables(spelled.slice(0, -1) + vowel) : word
}

/** How many letters must be changed, left out, added or exchanged to make `b` of `a`; more than `most` is most + 1. */
function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) return most + 1
  let before = []
  let above = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      row[j] = Math.min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) row[j] = Math.min(row[j], before[j - 2] + 1)
      least = Math.min(least, row[j])
    }
    if (least > most) return most + 1
    before = above
    above = row
  }
  return above[b.length]
}

const INITIALS = ["g", "g", "n", "d", "d", "l", "m", "b", "b", "s", "s", "", "j", "j", "j", "k", "t", "p", "h"]
const FINALS = { 1: "k", 4: "n", 7: "t", 8: "l", 16: "m", 17: "p", 19: "t", 20: "t", 21: "n", 22: "t", 24: "k", 25: "t", 26: "p" }

/** The consonants of a Hangul word, as `soundOfEnglish` writes them: 플래튼 -> pltn. */
function soundOfHangul(word) {
  let sound = ""
  for (const syllable of word) {
    const code = syllable.charCodeAt(0) - 0xac00
    sound += INITIALS[Math.floor(code / 588)] + (FINALS[code % 28] ?? "")
  }
  return sound.replace(/(.)\1+/g, "$1")
}

/** The consonants that an English word has when it is written in Hangul: flatten -> pltn, Sequential -> sknsl. */
function soundOfEnglish(word) {
  return word
    .toLowerCase()
    .replace(/[^a-z]/g, "")
    .replace(/ti(?=on|al)|c(?=[eiy])|sh/g, "s")
    .replace(/ph|f/g, "p")
    .replace(/tch|ch|ture$|ge$|z/g, "j")
    .replace(/ck|qu?|c/g, "k")
    .replace(/x/g, "ks")
    .replace(/r(?![aeiouy])/g, "")
    .replace(/r/g, "l")
    .replace(/([aeiou])h/g, "$1")
    .replace(/ng/g, "n")
    .replace(/b$/, "p")
    .replace(/v/g, "b")
    .replace(/[aeiouwy]/g, "")
    .replace(/(.)\1+/g, "$1")
}
