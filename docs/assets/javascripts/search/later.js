// Material asks for the search index on every page, and it is as large as all the rest of a page. Most readers do not search: the request
// waits until the search box is used or about to be. Runs before Material's own script. Links with ?q= and ?h= need the index at once.
"use strict"

{
  const waiting = []
  const addresses = new WeakMap()
  const { open, send } = XMLHttpRequest.prototype
  let wanted = /[?&][qh]=/.test(location.search)

  XMLHttpRequest.prototype.open = function (method, address, ...rest) {
    addresses.set(this, String(address))
    return open.call(this, method, address, ...rest)
  }
  XMLHttpRequest.prototype.send = function (...body) {
    if (wanted || !addresses.get(this)?.endsWith("/search/search_index.json")) return send.apply(this, body)
    waiting.push(() => send.apply(this, body))
  }

  const want = ({ target }) => {
    if (wanted || !target.closest?.("[data-md-component=search], [for=__search]")) return
    wanted = true
    for (const ask of waiting) ask()
  }
  for (const event of ["focusin", "pointerover", "pointerdown"]) addEventListener(event, want)
}
