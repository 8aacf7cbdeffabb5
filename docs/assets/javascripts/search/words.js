// Texts and queries as words: what is one, which of them belong together, and which only make a question of a query. Needs hangul.js.
"use strict"

const RUN = /[가-힣]+|[a-z_][a-z0-9_]*|\d+(?:[.,]\d+|[x×]\d+)*/gi
// What only makes a question of a query.
const QUESTIONS = new Set(
  `어떻게 무엇 무슨 무엇인가 뭐 뭔가 뭔지 왜 언제 어디 어느 어떤 얼마 몇 것 거 법 방법 뜻 의미 이유 까닭 경우 관련 대한 대해 알려 가르쳐 주세요 줘 있나요 하나요 되나요 인가요 싶다 싶어요 하려면
    해야 하는 하기 하면 되는 되면 된다 있는 있다 없는 좀 그냥 보 보기 보자 봐 볼 보는 하고 하며 했을 했는데 했다 해서 하니 되고 됐을 됐다 되니 등 및 또는 모르겠다 모르 궁금 할지 정말 혹시 꼭
    반드시 필요 제대로 계속 자꾸 갑자기 그럼 그러면 근데 이렇게 이거 그거 이게 그게 뭘 뭔데 뭐야 각각 아니면 중 설명 해 해요 하죠 할까 할까요 돼 돼요 되죠 그래요 거예요 건가 건지 제가 내가 우리
    안됨 안되다 안돼요 구현 사용 사용법 이용 건 언제인가요 설정 표시 the a an is are to of in on for how what why`
    .split(/\s+/)
    .map((word) => (HANGUL.test(word) ? stem(word) : word)),
)
const COUNTING = /^[한두세네첫새몇]/ // what stands before a noun and is often written as one with it: 두번
const SMALL = new Set("안 못 이 그 저 수 때 것 더 다 개 번 걸 게".split(" ")) // the same, where they stand alone: 안에 and 수를 mean something

/** Words of a text, each with where it is and whether only white space is between it and the one before. */
function words(text) {
  const found = []
  let end = -1
  for (const match of text.matchAll(RUN)) {
    const hangul = HANGUL.test(match[0])
    const between = end < 0 ? null : text.slice(end, match.index)
    const key = hangul ? stem(match[0]) : match[0].toLowerCase().replaceAll("×", "x").replace(/(.)_+$/, "$1")
    end = match.index + match[0].length
    if (hangul && between === "" && isParticle(match[0])) continue
    const owner = /^\.[a-z_]/i.test(text.slice(end, end + 2))
    const owned = between === "." && found.at(-1)?.owner ? `${found.at(-1).key}.${key}` : null
    found.push({ text: match[0], key, hangul, start: match.index, follows: between?.trim() === "", owner, owned })
  }
  return found
}

/** An identifier's parts, and what else it may be written like: get_layer -> get, layer, getlayer. */
function parts(identifier) {
  const pieces = identifier
    .replace(/([a-z])(?=[A-Z])/g, "$1_")
    .replace(/([A-Za-z])(?=\d)/g, "$1_")
    .split(/_+/)
    .filter((piece) => piece.length > 1)
    .map((piece) => piece.toLowerCase())
  const joined = identifier.replaceAll("_", "").toLowerCase()
  const all = pieces.length > 1 ? [...pieces, joined] : [joined]
  return new Set([...all, ...all.map(singular)])
}

/** Whether a query is an error message, pasted. */
function isMessage(found) {
  const english = found.filter((word) => /^[a-z]/.test(word.key)).length
  return found.some((word) => /^[A-Z]\w+(Error|Warning|Exception)$/.test(word.text)) || (english > 4 && english > found.length / 2)
}

/** Words without their spaces, as one. */
function joined(text) {
  const whole = text.replace(/[^가-힣a-z0-9_]/gi, "")
  return HANGUL.test(whole) ? stem(whole) : whole.toLowerCase()
}

function singular(word) {
  return word.length > 3 ? word.replace(/(ss|x|ch)es$|([^su])s$/, "$1$2") : word
}

/** Pairs of neighbours: syllables of Hangul, also over a space, and words where one is English or a number. */
function* pairs(found) {
  let before = null
  for (const word of found) {
    if (word.hangul) {
      const run = before?.hangul && word.follows ? before.text.at(-1) + word.text : word.text
      for (let i = 1; i < run.length; i++) yield run[i - 1] + run[i]
    }
    if (before && !(word.hangul && before.hangul) && (word.follows || !(word.hangul || before.hangul))) yield `${before.key} ${word.key}`
    before = word
  }
}
