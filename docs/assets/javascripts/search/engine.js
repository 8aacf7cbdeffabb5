// What a query means and which sections answer it: its words find others by synonyms, by joining and parting, by likeness and by sound. Needs
// hangul.js, keyboard.js, words.js and sections.js; knows nothing of a browser.
"use strict"

const NEAR = 0.23 // what a pair of neighbours counts, where a word counts 1
const LABEL = 3 // what a title or name that the query says in full adds, in words' scores
const SAME = 0.9 // what another word for the same counts
const BLEND = 0.5 // how far a word counts as common as all words for the same together
const APART = 0.6 // what the words of a phrase count where they do not stand together
const PART = 0.2 // what an identifier's parts count, where the pages have it whole; where not:
const PART_UNKNOWN = 0.6
const COVER = 0.4 // how much of a score hangs on how much of the query a section has
const WEAK = 0.1 // what words count that only make a question of a query
const OWNER = 0.3 // what the word before the dot counts in keras.Input
const IN_MESSAGE = 0.55 // what a word counts that a message has, where the query is none
const NUMBER = 0.2 // what a number counts in a message: shapes and counts are the reader's own
const KINDS = 8 // words that one unknown word may stand for
const LONGEST = 80 // words of a query that are looked at

function weightOf(word, message) {
  if (QUESTIONS.has(word.key) || SMALL.has(word.text)) return WEAK
  if (word.owner) return OWNER
  return message && /^\d/.test(word.key) ? NUMBER : 1
}

class Engine extends Sections {
  /** Sections that answer the query, the best first: {doc, score, hit}; `hit` says how surely a word is meant. */
  search(query) {
    const terms = this.#terms(query)
    const total = new Map()
    const covered = new Map()
    const hit = new Map() // feature -> how surely it is meant
    let all = 0
    for (const term of terms) {
      term.features = new Set(term.alternatives.flatMap(({ features }) => features))
      const best = new Map()
      const meant = new Set() // sections that have the word, or another for the same
      let worth = 0
      for (const { features, weight } of term.alternatives) {
        for (const feature of features) hit.set(feature, Math.max(hit.get(feature) ?? 0, weight * term.weight))
        worth = Math.max(worth, ...features.map((feature) => this.idf(feature)))
        const sums = new Map()
        for (const feature of features) {
          for (const [id, score] of this.score(feature)) {
            const [sum, count] = sums.get(id) ?? [0, 0]
            sums.set(id, [sum + score, count + 1])
          }
        }
        const near = this.scores((this.near.get(features) ?? []).map((pair) => ` ${pair}`))
        for (const [id, [sum, count]] of sums) {
          const part = count / features.length // of a phrase
          const together = features.length === 1 || (part === 1 && near.has(id))
          if (weight >= SAME && together) meant.add(id)
          const score = (sum / features.length) * part * (together ? 1 : APART) + (near.get(id) ?? 0) * NEAR
          best.set(id, Math.max(best.get(id) ?? 0, score * weight))
        }
      }
      // A word is as common as all words for the same together.
      const scale = worth && meant.size ? Math.min(1, this.rarity(meant.size) / worth) ** BLEND : 1
      for (const [id, score] of best) best.set(id, score * scale)
      worth = (worth * scale || 4) * term.weight
      term.worth = worth
      all += worth
      for (const [id, score] of best) {
        total.set(id, (total.get(id) ?? 0) + score * term.weight)
        covered.set(id, (covered.get(id) ?? 0) + worth)
      }
    }
    const message = isMessage(terms.map((term) => term.word))
    for (const pair of new Set(pairs(terms.flatMap((term) => (term.weight < 1 && !message ? [] : [term.word]))))) {
      for (const feature of message ? [` ${pair}`, ` !${pair}`] : [` ${pair}`]) {
        for (const [id, score] of this.score(feature)) total.set(id, (total.get(id) ?? 0) + score * NEAR)
        hit.set(feature, 1)
      }
    }
    const results = []
    for (const [id, score] of total) {
      const share = Math.min((covered.get(id) ?? 0) / (all || 1), 1)
      const boost = message ? 1 : this.boosts[id] // a message: where it is explained
      const whole = this.docs[id].location.includes("#") || message ? 1 : WHOLE_PAGE
      const value = score * (1 - COVER + COVER * share) * whole + LABEL * this.label(id, hit, terms, all)
      results.push({ doc: this.docs[id], score: value * boost, hit })
    }
    return results.sort((a, b) => b.score - a.score)
  }

  /** A query's words, each with what it may stand for. */
  #terms(query) {
    const found = words(this.#retype(query.normalize("NFC")))
      .slice(0, LONGEST)
      .flatMap((word) => this.#part(word))
    const message = isMessage(found)
    const few = found.length <= 10
    const terms = found.map((word, index) => {
      const alternatives = [{ features: [word.key], weight: 1 }]
      if (/[A-Z]/.test(word.text)) alternatives.push({ features: [` ${word.text}`], weight: 1 })
      if (word.owned) alternatives.push({ features: [` ${word.owned}`], weight: 1 })
      if (!word.hangul || message) alternatives.push({ features: [`!${word.key}`], weight: message ? 1 : IN_MESSAGE })
      const unknown = !this.postings.has(word.key) && !this.synonyms.has(word.key)
      for (const part of word.hangul ? [] : parts(word.text)) {
        if (part !== word.key) alternatives.push({ features: [part], weight: unknown ? PART_UNKNOWN : PART })
      }
      if (unknown && few) alternatives.push(...this.#like(word, index === found.length - 1))
      const verb = word.hangul && word.text.length === 1 ? stem(`${word.text}다`) : null
      if (verb && verb !== word.key) alternatives.push({ features: [verb], weight: 0.7 })
      return { word, alternatives, weight: weightOf(word, message), unknown }
    })
    if (!message) this.#join(terms)
    return terms
  }

  /** A query with the words that were typed in the other language as they were meant, where pages have those. */
  #retype(query) {
    const isKnown = (key) => this.postings.has(key) || this.synonyms.has(key)
    const english = query.replace(TYPED_HANGUL, (text) => {
      if (isKnown(stem(text))) return text
      const keys = [text, withoutParticles(text)].map(asKeys)
      return keys.find((word) => word.length > 2 && isKnown(word.toLowerCase())) ?? text
    })
    return english.replace(/[a-z]{4,}/gi, (keys) => {
      const hangul = isKnown(keys.toLowerCase()) ? null : asHangul(keys)
      return hangul && this.#part({ text: hangul, key: stem(hangul), hangul }).every(({ key }) => isKnown(key)) ? hangul : keys
    })
  }

  /** A compound that no page has, in words that pages have. */
  #part(word) {
    const text = word.text
    if (!word.hangul || text.length < (COUNTING.test(text) ? 2 : 3)) return [word]
    if (this.postings.has(word.key) || this.#spelledLike(word).length) return [word]
    const best = [{ cost: 0, cuts: [] }]
    for (let end = 1; end <= text.length; end++) {
      for (let start = Math.max(0, end - 8); start < end; start++) {
        const piece = text.slice(start, end)
        if (!best[start]) continue
        const cost = best[start].cost + this.#strange(piece, end === text.length)
        if (!best[end] || cost < best[end].cost) best[end] = { cost, cuts: [...best[start].cuts, start] }
      }
    }
    const way = best[text.length]
    const pieces = way.cuts.map((start, index) => text.slice(start, way.cuts[index + 1]))
    const crumbs = text.length > 2 && pieces.every((piece) => piece.length === 1)
    if (way.cost > text.length + 3 || pieces.length < 2 || crumbs) return [word]
    return pieces.map((piece, index) => {
      return { ...word, text: piece, key: stem(piece), follows: index > 0 || word.follows }
    })
  }

  /** How little a piece of a compound looks like a word of its own. */
  #strange(piece, last) {
    const key = stem(piece)
    const sections = this.postings.get(key)?.size ?? (this.synonyms.has(key) ? 1 : 0)
    if (!sections) return 2 * piece.length
    return (piece.length > 1 ? 1 : sections > 9 ? 1.5 : 2.5) + (last || key === piece ? 0 : 1)
  }

  /** What an unknown word may have been meant for. */
  #like(word, last) {
    const found = this.#spelledLike(word)
    const known = new Set(found.map(([feature]) => feature))
    for (const [feature] of word.hangul ? this.hangul : this.latin) {
      const goesOn = word.key.length > 1 && feature.startsWith(word.key) && this.postings.has(feature)
      if (goesOn && !known.has(feature)) found.push([feature, last ? 0.7 : 0.5]) // the last word may still be typed
    }
    if (word.hangul) found.push(...this.#sounding(word.text, word.key))
    else if (!found.length) found.push(...this.#soundingAlike(word.key))
    return this.#alternatives(found)
  }

  /** Several unknown words that may be one: a term that is known under another spelling, or an English one. */
  #heard(text, key) {
    const spelled = letters(key)
    const found = []
    for (const known of this.synonyms.keys()) {
      if (known.length > 2 && HANGUL.test(known) && distance(spelled, letters(known), 1) < 2) found.push([known, 0.8])
    }
    return this.#alternatives([...found, ...this.#sounding(text, key)])
  }

  /** English words of the pages that Hangul may stand for, by their consonants. */
  #sounding(...forms) {
    const sounds = forms.map(soundOfHangul)
    const found = []
    for (const [feature, sound] of [...this.latin, ...this.told]) {
      if (sound.length < 3) continue
      const most = sound.length < 5 ? 0 : 1
      const far = Math.min(...sounds.map((own) => distance(own, sound, most)))
      if (far <= most) found.push([feature, 0.8 - 0.2 * far])
    }
    return found
  }

  /** English words of the pages that sound the same: one letter for two, another vowel. */
  #soundingAlike(key) {
    const own = soundOfEnglish(key)
    return own.length < 3 ? [] : this.latin.flatMap(([feature, sound]) => (sound === own ? [[feature, 0.7]] : []))
  }

  #alternatives(found) {
    return found
      .sort((a, b) => b[1] - a[1])
      .slice(0, KINDS)
      .flatMap(([feature, weight]) => [
        { features: this.phrases.get(feature) ?? [feature], weight },
        ...(this.synonyms.get(feature) ?? []).map((features) => ({ features, weight })),
      ])
  }

  /** Words of the pages that differ in a letter or two, and how surely they are meant. */
  #spelledLike(word) {
    const found = []
    if (word.hangul) {
      const forms = [letters(withoutParticles(word.text)), letters(word.text)]
      for (const [feature, spelled] of this.hangul) {
        const most = spelled.length < 5 ? 0 : spelled.length < 9 ? 1 : 2
        const far = most && Math.min(...forms.map((form) => distance(form, spelled, most)))
        if (most && far <= most) found.push([feature, 0.9 - 0.15 * far])
      }
    } else if (word.key.length > 3) {
      for (const [feature] of this.latin) {
        const most = feature.length < 4 ? 0 : feature.length < 8 ? 1 : 2
        const far = most && distance(word.key, feature, most)
        if (most && far <= most) found.push([feature, 0.9 - 0.15 * far])
      }
    }
    return found
  }

  /** Neighbours that are one word on the pages, and words that mean the same. */
  #join(terms) {
    for (let start = 0; start < terms.length; start++) {
      let text = ""
      for (let end = start; end < Math.min(start + 4, terms.length); end++) {
        const { word } = terms[end]
        if (word.owner || word.owned) break // in code, a word means itself
        text += word.text
        const key = joined(text)
        const alternatives = (this.synonyms.get(key) ?? []).map((features) => ({ features, weight: SAME }))
        if (end > start && key.length > 1 && this.postings.has(key)) alternatives.push({ features: [key], weight: 1 })
        const span = terms.slice(start, end + 1)
        const strange = end > start && HANGUL.test(text) && span.some((term) => term.unknown) && span.every((term) => term.weight === 1)
        if (strange && !alternatives.length) alternatives.push(...this.#heard(text, key))
        for (const term of span) {
          term.alternatives.push(...alternatives)
          if (end > start && this.synonyms.has(key)) term.weight = 1 // small words mean something together: 못 하다
        }
      }
    }
  }
}
