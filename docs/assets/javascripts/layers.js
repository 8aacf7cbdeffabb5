// The views of a model point at each other: whoever points at a layer in the code, in the table or in the graph sees it in all three.
// The pages carry everything (yeje/views.py): data-layer has the keys of the layers that an element stands for, data-twins those of their
// counterparts in the model beside it. Styles are in yeje.css.
"use strict"

{
  const SVG = "http://www.w3.org/2000/svg"
  const LAYER = "[data-layer]"
  const words = (text) => (text ? text.split(" ") : [])
  const elements = [...document.querySelectorAll(LAYER)]

  /** Key -> the elements of that layer, and the line that is said of it. */
  const known = new Map()
  for (const element of elements) {
    const note = element.dataset.note ?? element.querySelector(":scope > title")?.textContent
    for (const key of words(element.dataset.layer)) {
      const layer = known.get(key) ?? { elements: [], note: "" }
      known.set(key, layer)
      layer.elements.push(element)
      layer.note ||= note ?? ""
    }
  }

  // Each view is one stop of the Tab key; arrows move inside it.
  const viewOf = (element) => element.closest("code, table, svg")
  const views = new Map()
  for (const element of elements) views.set(viewOf(element), [...(views.get(viewOf(element)) ?? []), element])
  for (const [view, items] of views) {
    for (const item of items) item.setAttribute("tabindex", item === items[0] ? "0" : "-1")
    view.closest("figure")?.removeAttribute("tabindex") // the focus inside scrolls it
  }

  let shown = null // the element that is pointed at
  let changed = [] // what it changed, to be undone

  function clear() {
    for (const undo of changed) undo()
    changed = []
    shown = null
  }

  function show(element) {
    if (element === shown) return
    clear()
    shown = element
    const keys = words(element.dataset.layer)
    mark(keys, "yeje-here")
    mark(words(element.dataset.twins).filter((key) => !keys.includes(key)), "yeje-twin")
    const line = element.closest("dialog, .yeje").querySelector(".yeje-note")
    const usual = line.textContent
    line.textContent = said(keys) || usual // of a layer that is only in code here, no more is known
    line.classList.add("yeje-said")
    changed.push(() => {
      line.textContent = usual
      line.classList.remove("yeje-said")
    })
  }

  /** One layer is described; of several that one line makes, the names are said, of many the first and the last. */
  function said(keys) {
    const notes = keys.map((key) => known.get(key)?.note).filter(Boolean)
    if (notes.length < 2) return notes[0] ?? ""
    const names = notes.map((note) => note.split(". 출력 크기 ")[0])
    if (names.length > 6) names.splice(3, names.length - 4, "…")
    return `층 ${notes.length}개: ${names.join(", ")}`
  }

  function mark(keys, name) {
    for (const element of new Set(keys.flatMap((key) => known.get(key)?.elements ?? []))) {
      element.classList.add(name)
      const ring = isDrawn(element) ? element.appendChild(ringAround(element)) : null
      changed.push(() => {
        element.classList.remove(name)
        ring?.remove()
      })
    }
  }

  /** In a tab that is not chosen, a drawing has no sizes, and some browsers do not even like to be asked. */
  const isDrawn = (element) => element instanceof SVGGraphicsElement && element.getClientRects().length > 0

  /** Not every browser draws an outline around a part of a drawing. */
  function ringAround(node) {
    const ring = document.createElementNS(SVG, "rect")
    const box = node.getBBox()
    for (const side of ["x", "y", "width", "height"]) ring.setAttribute(side, box[side])
    ring.setAttribute("class", "yeje-ring")
    return ring
  }

  const pointed = (event) => event.target.closest?.(LAYER)
  const focused = () => (document.activeElement?.matches(LAYER) ? document.activeElement : null)
  const rest = () => (focused() ? show(focused()) : clear())

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return // a finger does not hover
    const element = pointed(event)
    if (element) show(element)
    else if (shown) rest()
  })
  document.documentElement.addEventListener("pointerleave", () => shown && rest())

  document.addEventListener("click", (event) => {
    const element = pointed(event)
    if (element) {
      choose(element, { preventScroll: true })
      show(element)
    } else if (shown) {
      focused()?.blur()
      clear()
    }
  })

  document.addEventListener("focusin", (event) => {
    if (event.target.matches(LAYER)) show(event.target)
  })
  document.addEventListener("focusout", (event) => {
    if (event.target.matches(LAYER) && !event.relatedTarget?.matches(LAYER)) clear()
  })

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) clear()
    const element = focused()
    if (!element || event.ctrlKey || event.altKey || event.metaKey) return
    const items = views.get(viewOf(element))
    const last = items.length - 1
    const at = items.indexOf(element)
    const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key]
    if (to === undefined) return
    event.preventDefault()
    choose(items[Math.min(Math.max(to, 0), last)])
  })

  /** Focus an element, and have the Tab key come back to it. */
  function choose(element, options) {
    for (const item of views.get(viewOf(element))) item.setAttribute("tabindex", item === element ? "0" : "-1")
    element.focus(options)
  }

  // A graph as large as the window. It is moved there and back, not copied: ids stay unique, and its layers linked.
  for (const button of document.querySelectorAll(".yeje-open")) {
    button.hidden = false
    button.addEventListener("click", () => open(button.closest(".yeje-graph").querySelector("figure")))
  }

  function open(figure) {
    const drawing = figure.querySelector("svg")
    const dialog = document.createElement("dialog")
    dialog.className = "yeje-dialog md-typeset"
    dialog.setAttribute("aria-label", drawing.getAttribute("aria-label"))
    dialog.innerHTML = '<button type="button" class="yeje-close" autofocus>닫기</button><div class="yeje-figure"></div><p class="yeje-note" aria-live="polite"></p>'
    figure.style.setProperty("height", `${figure.offsetHeight}px`) // the page behind keeps its place
    const place = document.createComment("")
    drawing.replaceWith(place)
    dialog.querySelector(".yeje-figure").append(drawing)
    dialog.querySelector("button").addEventListener("click", () => dialog.close())
    dialog.addEventListener("close", () => {
      clear()
      place.replaceWith(drawing)
      figure.style.removeProperty("height")
      dialog.remove()
    })
    document.body.append(dialog)
    dialog.showModal()
  }
}
