// Starts the live page once the numbers are painted, and takes the numbers away when the live page shows the same
// at the same places. The user has then seen nothing move.
({entry, small, large, isOver, skeleton}) => {
  const given = document.getElementById("prerendered")
  const PARTS = [".strip", "h2", ".st-key-take-points", ".key-points", ".cards", ".attention"]
  // ms until the live page is shown wherever its parts stand: since all of its elements are there, and since its run
  // was over.
  const LONGEST_COMPLETE = 2000
  const LONGEST = 30000
  let started = false
  let overSince = 0
  let completeSince = 0

  const add = (name, attributes) =>
    document.head.append(Object.assign(document.createElement(name), {crossOrigin: "", ...attributes}))

  const start = () => {
    if (started) return
    started = true
    add("script", {type: "module", src: entry})
    for (const href of small) add("link", {rel: "modulepreload", href})
    for (const href of large) add("link", {rel: "preload", as: "script", href, fetchPriority: "low"})
    requestAnimationFrame(look)
  }

  const scroller = (part) => {
    while (part.parentElement && !(part.scrollHeight > part.clientHeight && /auto|scroll/.test(getComputedStyle(part).overflowY)))
      part = part.parentElement
    return part
  }

  const top = (part) => part.getBoundingClientRect().top + scroller(part).scrollTop

  const stands = () => {
    const pairs = PARTS.map((part) => [given.querySelector(part), document.querySelector(`#root ${part}`)])
    return pairs.every(([here, live]) => !here || live && Math.abs(top(here) - top(live)) < 1
      && Math.abs(here.offsetHeight - live.offsetHeight) <= 1)
  }

  // Since when a condition has held without a break; 0 if it does not hold.
  const since = (before, holds) => holds ? before || performance.now() : 0

  const hasWaited = () => {
    const now = performance.now()
    overSince = since(overSince, document.querySelector(isOver) && document.querySelector("#root h1"))
    completeSince = since(completeSince, overSince && !document.querySelector(`#root ${skeleton}`))
    const isFor = (begun, longest) => begun && now - begun >= longest
    return isFor(completeSince, LONGEST_COMPLETE) || isFor(overSince, LONGEST)
  }

  // In every frame: once the charts below are being drawn, there is none for seconds.
  const look = () => {
    if (!stands() && !hasWaited()) return requestAnimationFrame(look)
    const scrolled = given.scrollTop
    given.remove()
    const live = document.querySelector("#root .strip")
    if (scrolled && live) scroller(live).scrollTop = scrolled
  }

  // A hidden tab paints nothing, so nothing may wait for it there.
  if (document.hidden) start()
  else requestAnimationFrame(() => setTimeout(start))
  setTimeout(start, 300)
}
