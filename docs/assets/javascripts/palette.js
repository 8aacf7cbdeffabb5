// Light, dark, or as the system has it: the button in the header. Material's own script for it changes, while every page loads, what the
// style of all elements depends on, four times: on a page full of code, most of the work of loading it. This one changes nothing until
// somebody chooses. What was chosen is kept where Material keeps it, for the lines in the page that follow it before anything is drawn.
"use strict"

{
  const SYSTEM = "(prefers-color-scheme)"
  const form = document.querySelector("[data-yeje=palette]")
  const options = [...form.querySelectorAll("input")]
  const light = matchMedia("(prefers-color-scheme: light)")
  const known = (index) => options[index] ?? options[0]
  let chosen = known(__md_get("__palette")?.index)

  /** What an option looks like now. */
  function colors({ dataset: { mdColorMedia: media } }) {
    const now = `(prefers-color-scheme: ${light.matches ? "light" : "dark"})`
    const { dataset } = options.find((option) => option.dataset.mdColorMedia === (media === SYSTEM ? now : media))
    return { media, scheme: dataset.mdColorScheme, primary: dataset.mdColorPrimary, accent: dataset.mdColorAccent }
  }

  function show() {
    const { body, documentElement } = document
    body.setAttribute("data-md-color-switching", "") // all at once, without the transitions of single elements
    for (const [name, value] of Object.entries(colors(chosen))) body.setAttribute(`data-md-color-${name}`, value)
    documentElement.style.colorScheme = body.dataset.mdColorScheme === "slate" ? "dark" : "light" // scroll bars
    setTimeout(() => body.removeAttribute("data-md-color-switching"))
  }

  /** Every option has its button behind it: the one that leads on to the next option. */
  function offer() {
    chosen.checked = true
    for (const option of options) option.nextElementSibling.hidden = option !== chosen
  }

  form.addEventListener("change", ({ target }) => {
    chosen = target
    offer()
    show()
    __md_set("__palette", { index: options.indexOf(chosen), color: colors(chosen) })
  })
  form.addEventListener("keydown", ({ key }) => {
    if (key !== "Enter") return
    const next = known(options.indexOf(chosen) + 1)
    next.click()
    next.focus()
  })
  light.addEventListener("change", () => chosen.dataset.mdColorMedia === SYSTEM && show())
  offer()
}
