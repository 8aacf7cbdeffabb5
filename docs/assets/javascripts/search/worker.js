// What Material's search box talks to in place of its own worker: it sends the index and queries, and gets pages with their best sections back.
"use strict"

const SETUP = 0, READY = 1, QUERY = 2, RESULT = 3 // Material's messages
const PAGES = 12
const SECTIONS = 5 // of one page
const WORTH = 0.3 // of the best result's score; what is below is not shown

let engine = null
let pages = new Map() // address -> entry of the whole page
let withSuggestions = false

const pageOf = (doc) => doc.location.split("#")[0]
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;" }
const escapeHtml = (text) => text.replace(/[&<>]/g, (letter) => ESCAPES[letter])

addEventListener("message", ({ data: message }) => {
  if (message.type === SETUP) {
    // Not before the index is there: most pages are read without a search.
    importScripts("hangul.js", "keyboard.js", "words.js", "sections.js", "engine.js")
    const { config, docs, options } = message.data
    engine = new Engine(docs, config.synonyms)
    pages = new Map(docs.filter((doc) => !doc.location.includes("#")).map((doc) => [doc.location, doc]))
    withSuggestions = options.suggest
    postMessage({ type: READY })
  } else if (message.type === QUERY) {
    postMessage({ type: RESULT, data: answer(message.data) })
  }
})

function answer(query) {
  const results = query.trim() ? engine.search(query) : []
  const best = results[0]?.score ?? 0
  const groups = new Map()
  for (const result of results) {
    if (result.score < best * WORTH) break
    const page = pageOf(result.doc)
    if (!groups.has(page) && groups.size < PAGES) groups.set(page, [])
    if ((groups.get(page)?.length ?? SECTIONS) < SECTIONS) groups.get(page).push(item(result, query))
  }
  for (const [page, items] of groups) {
    // Material shows a page's title above its sections, and looks for it among them.
    if (!items.some((shown) => shown.location === page) && pages.has(page)) {
      const { location, title } = pages.get(page)
      items.push({ location, title: escapeHtml(title), text: "", score: 0, terms: {} })
    }
  }
  const answered = { items: [...groups.values()] }
  if (withSuggestions) answered.suggest = suggest(query, results)
  return answered
}

function item({ doc, score, hit }, query) {
  const terms = {}
  const title = mark(doc.title, hit, terms)
  const text = quote([doc.text, doc.messages].filter(Boolean).join("\n"), hit, terms)
  const asked = words(query)
  if (asked.length < 7) {
    const keys = new Set(words([doc.title, doc.text, doc.more, doc.code, doc.names, doc.terms, doc.messages].join("\n")).map((word) => word.key))
    const missing = asked.filter((word) => hit.get(word.key) === 1 && !keys.has(word.key))
    for (const word of missing) terms[word.text] ??= false
  }
  return { location: doc.location, title, text, score, terms }
}

/** The part of a word that a query has found: [start, end] in the text, or null. */
function foundIn(word, hit) {
  const keys = word.hangul ? [word.key] : [word.key, ...parts(word.text)]
  if (keys.some((key) => hit.get(key) > 0.3)) return [word.start, word.start + (word.hangul ? word.key.length : word.text.length)]
  if (!word.hangul) return null
  let run = 0
  for (let i = 1; i <= word.text.length; i++) {
    if (hit.has(` ${word.text.slice(i - 1, i + 1)}`)) run++
    else if (run > 1) return [word.start + i - 1 - run, word.start + i]
    else run = 0
  }
  return null
}

/** A text as HTML with what was found marked; notes in `terms` what that is. */
function mark(text, hit, terms) {
  let html = ""
  let from = 0
  for (const word of words(text)) {
    const place = foundIn(word, hit)
    if (!place) continue
    const [start, end] = place
    html += `${escapeHtml(text.slice(from, start))}<mark>${escapeHtml(text.slice(start, end))}</mark>`
    terms[text.slice(start, end)] = true
    from = end
  }
  return html + escapeHtml(text.slice(from))
}

/** The two sentences of a text that say most of the query, marked. */
function quote(text, hit, terms) {
  const sentences = text.replace(/([.?!]) /g, "$1\n").split("\n").filter(Boolean)
  const worth = sentences.map((sentence) => {
    const keys = new Set(words(sentence).filter((word) => foundIn(word, hit)).map((word) => word.key))
    return [...keys].reduce((sum, key) => sum + engine.idf(key), 0)
  })
  const order = [...sentences.keys()].sort((a, b) => worth[b] - worth[a] || a - b)
  const other = order.find((index) => !sentences[order[0]].includes(sentences[index])) // a message may be there in part, too
  const chosen = [order[0], other].filter((index) => index !== undefined).sort((a, b) => a - b)
  return chosen
    .map((index, at) => (at && index > chosen[at - 1] + 1 ? "… " : "") + mark(sentences[index], hit, terms))
    .join(" ")
}

/** The last word, completed as the titles of the best results have it. */
function suggest(query, results) {
  const typed = query.split(/[\s-]+/).pop()
  if (!typed) return []
  const titles = results.slice(0, 10).flatMap(({ doc }) => doc.title.split(/[\s():,]+/))
  const found = titles.find((word) => word.length > typed.length && word.startsWith(typed))
  return found ? [found] : []
}
