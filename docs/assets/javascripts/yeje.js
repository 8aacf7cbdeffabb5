// Material puts the copy button of every code block into a <nav> of its own, without a name: on a page full of code, a screen reader's list
// of landmarks is a list of those. They come after the page is there, so they are watched for.
new MutationObserver(() => {
  for (const nav of document.querySelectorAll("nav.md-code__nav:not([role])")) nav.setAttribute("role", "presentation")
}).observe(document.body, { childList: true, subtree: true })

// Material's search listens to keys alone: without this, what is pasted by mouse, dictated or composed finds nothing until the next key.
document.querySelector("[data-md-component=search-query]")?.addEventListener("input", ({ target }) => {
  target.dispatchEvent(new KeyboardEvent("keyup"))
})
