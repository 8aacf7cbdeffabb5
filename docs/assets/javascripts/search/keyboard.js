// Words typed with the keyboard in the other language: vkfkalxj is 파라미터 on the usual (two-set) layout, 녀ㅡㅡㅁ교 is summary. Pure functions.
"use strict"

const INITIAL_KEYS = "r R s e E f a q Q t T d w W c z x v g".split(" ")
const VOWEL_KEYS = "k o i O j p u P h hk ho hl y n nj np nl b m ml l".split(" ")
const FINAL_KEYS = ["", ..."r R rt s sw sg e f fr fa fq ft fx fv fg a q qt t T d w c z x v g".split(" ")]
// Keys of the letters that stand alone, ㄱ to ㅣ in their order in Unicode.
const LETTER_KEYS = "r R rt s sw sg e E f fr fa fq ft fx fv fg a q Q qt t T d w W c z x v g".split(" ").concat(VOWEL_KEYS)
const SYLLABLE = new RegExp(
  `(${anyOf(INITIAL_KEYS)})(${anyOf(VOWEL_KEYS)})(?:(${anyOf(FINAL_KEYS.slice(1))})(?!${anyOf(VOWEL_KEYS)}))?`,
  "g",
)
const TYPED_HANGUL = /[ㄱ-ㅣ가-힣][ㄱ-ㅣ가-힣\d_]*/g

function anyOf(keys) {
  return [...keys].sort((a, b) => b.length - a.length).join("|")
}

/** The Hangul that these keys write, or null where they do not write whole syllables. */
function asHangul(typed) {
  const keys = typed.replace(/[^RQETWOP]/g, (key) => key.toLowerCase()) // with Shift, other letters are the same
  let end = 0
  let found = ""
  for (const [syllable, initial, vowel, final = ""] of keys.matchAll(SYLLABLE)) {
    if (!keys.startsWith(syllable, end)) return null
    end += syllable.length
    const number = (INITIAL_KEYS.indexOf(initial) * 21 + VOWEL_KEYS.indexOf(vowel)) * 28 + FINAL_KEYS.indexOf(final)
    found += String.fromCharCode(0xac00 + number)
  }
  return end && end === keys.length ? found : null
}

/** The keys that write a piece of Hangul, letters that stand alone too; what is no Hangul is its own key. */
function asKeys(text) {
  return text.replace(/[ㄱ-ㅣ가-힣]/g, (character) => {
    const code = character.charCodeAt(0)
    if (code < 0xac00) return LETTER_KEYS[code - 0x3131]
    const [initial, vowel, final] = [Math.floor((code - 0xac00) / 588), Math.floor(((code - 0xac00) % 588) / 28), (code - 0xac00) % 28]
    return INITIAL_KEYS[initial] + VOWEL_KEYS[vowel] + FINAL_KEYS[final]
  })
}
