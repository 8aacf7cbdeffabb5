// What there is to find: sections, the words in them and how much each says of its section (BM25). Needs hangul.js and words.js.
"use strict"

const FIELDS = { title: 1.5, page: 0.8, names: 1.5, terms: 4.5, messages: 2.8, text: 1, more: 0.8, code: 0.2 } // how much a word counts, by where it stands
const LABELS = { title: 0.7, names: 3, pageNames: 5, terms: 5, messages: 0.23 } // how much it matters for a title or name that the query says nothing else
const LOOSE = new Set(["page", "code"]) // whose words' neighbours mean nothing
const SATURATION = 1.3 // BM25's k1: how soon more of the same word adds nothing
const LENGTH = 0.22 // BM25's b: how much a long section is held against it
const PAIR = 0.18 // what a pair of neighbours counts in a title or name
const WHOLE_PAGE = 0.8 // what a page's first lines count, which only say what its sections explain

class Sections {
  /** `docs` have the fields above and may have a `boost`; `synonyms` are lists of words that mean the same. */
  constructor(docs, synonyms = []) {
    this.docs = docs
    this.boosts = docs.map((doc) => doc.boost ?? 1)
    this.postings = new Map() // feature -> Map of section -> weight; a pair's begins with a space, a message's with !
    this.lengths = new Float64Array(docs.length)
    this.labels = []
    this.nouns = new Map() // Hangul words without particles -> their features
    const pages = new Map(docs.filter((doc) => !doc.location.includes("#")).map((doc) => [doc.location, doc.title]))
    docs.forEach((doc, id) => {
      const [page, anchor] = doc.location.split("#")
      this.#add({ ...doc, page: anchor ? [pages.get(page), doc.under].join("\n") : "" }, id)
    })
    this.average = this.lengths.reduce((sum, length) => sum + length, 0) / (docs.length || 1)
    this.synonyms = new Map() // a word or words without spaces -> what else to look for, each a list of features
    this.phrases = new Map() // the same words -> their own features
    this.near = new Map() // features of several words -> pairs of neighbours
    for (const group of synonyms) this.#relate(group)
  }

  /** Hangul words, each as [feature, letters]; made for the first query that holds an unknown one. */
  get hangul() {
    const own = [...this.synonyms.keys()].filter((key) => HANGUL.test(key) && !this.postings.has(key))
    const all = [...this.nouns, ...own.map((key) => [key, key])].map(([noun, feature]) => [feature, letters(noun)])
    Object.defineProperty(this, "hangul", { value: all })
    return all
  }

  /** English words, each as [feature, sound]. */
  get latin() {
    const own = [...new Set([...this.postings.keys(), ...this.synonyms.keys()])].filter((feature) => /^[a-z_]{3}/.test(feature))
    const all = own.map((feature) => [feature, soundOfEnglish(feature)])
    Object.defineProperty(this, "latin", { value: all })
    return all
  }

  /** The same of words that only messages have. */
  get told() {
    const own = [...this.postings.keys()].filter((feature) => /^![a-z_]{3}/.test(feature) && !this.postings.has(feature.slice(1)))
    const all = own.map((feature) => [feature, soundOfEnglish(feature)])
    Object.defineProperty(this, "told", { value: all })
    return all
  }

  #add(doc, id) {
    const labels = []
    for (const [field, weight] of Object.entries(FIELDS)) {
      for (const line of (doc[field] ?? "").split("\n")) {
        const found = words(line)
        const own = field === "messages" ? "!" : ""
        for (const word of found) this.#addWord(word, own, id, weight)
        if (!LOOSE.has(field)) for (const pair of pairs(found)) this.#note(` ${own}${pair}`, id, weight)
        if (field in LABELS && found.length) {
          const keys = [...new Set(found.map((word) => own + word.key))].filter((key) => !QUESTIONS.has(key))
          const near = [...new Set(pairs(found))].map((pair) => ` ${own}${pair}`)
          const kind = doc.term ? "terms" : field === "names" && !doc.page ? "pageNames" : field
          labels.push({ keys, pairs: near, alone: LABELS[kind] })
        }
        if (field !== "page") this.lengths[id] += found.length
      }
    }
    this.labels.push(labels)
  }

  #addWord(word, own, id, weight) {
    this.#note(own + word.key, id, weight)
    if (own) return
    if (word.hangul) this.nouns.set(withoutParticles(word.text), word.key)
    if (/[A-Z]/.test(word.text)) this.#note(` ${word.text}`, id, weight)
    if (word.owned) this.#note(` ${word.owned}`, id, weight)
    if (!word.hangul) for (const part of parts(word.text)) if (part !== word.key) this.#note(part, id, weight / 2)
  }

  #note(feature, id, weight) {
    let sections = this.postings.get(feature)
    if (!sections) this.postings.set(feature, (sections = new Map()))
    sections.set(id, (sections.get(id) ?? 0) + weight)
  }

  #relate(group) {
    const members = group.map((member) => ({ features: words(member).map((word) => word.key), key: joined(member) }))
    for (const [index, { key, features }] of members.entries()) {
      if (features.length > 1) this.near.set(features, [...pairs(words(group[index]))])
      const others = members.filter((other) => other.features !== features).map((other) => other.features)
      this.phrases.set(key, features)
      this.synonyms.set(key, [...(this.synonyms.get(key) ?? []), ...others])
    }
  }

  idf(feature) {
    return this.rarity(this.postings.get(feature)?.size ?? 0)
  }

  /** What a word counts that so many sections have. */
  rarity(count) {
    return count ? Math.log(1 + (this.docs.length - count + 0.5) / (count + 0.5)) : 0
  }

  /** Section -> BM25 of features together. */
  scores(features) {
    const sums = new Map()
    for (const feature of features) {
      for (const [id, score] of this.score(feature)) sums.set(id, (sums.get(id) ?? 0) + score)
    }
    return sums
  }

  /** Section -> BM25 of a feature. */
  score(feature) {
    const idf = this.idf(feature)
    const scores = new Map()
    for (const [id, weight] of this.postings.get(feature) ?? []) {
      const length = 1 - LENGTH + (LENGTH * this.lengths[id]) / this.average
      scores.set(id, (idf * weight * (SATURATION + 1)) / (weight + SATURATION * length))
    }
    return scores
  }

  /** How much of a title or name the query says: the rarity of what it says of the one that it says most of. */
  label(id, hit, terms, all) {
    let most = 0
    for (const label of this.labels[id]) {
      let said = 0
      let whole = 0
      for (const key of label.keys) {
        const idf = this.idf(key)
        whole += idf
        said += idf * (hit.get(key) ?? 0)
      }
      for (const pair of label.pairs) {
        const idf = this.idf(pair) * PAIR
        whole += idf
        if (hit.has(pair)) said += idf
      }
      if (!said) continue
      let asked = 0
      for (const term of terms) if (label.keys.some((key) => term.features.has(key))) asked += term.worth
      most = Math.max(most, ((said * said) / whole) * (asked / all) ** label.alone)
    }
    return most
  }
}
