// Starts the live page once the numbers are painted, and takes the numbers away when the live page shows the same
// at the same places. The user has then seen nothing move.
({entry, isOver, skeleton}) => {
  const given = document.getElementById("prerendered")
  const PARTS = [".strip", "h2", ".st-key-take-points", ".key-points", ".cards", ".attention"]
  const STILL = 150 // ms in which nothing may move any more
  // ms after the page's run: then the live page is shown as it is, wherever its parts are. The first holds from when
  // all of its elements are there.
  const LONGEST_COMPLETE = 2000
  const LONGEST = 30000
  let started = false
  let overSince = 0
  let completeSince = 0
  let standsSince = 0

  const start = () => {
    if (started) return
    started = true
    const script = document.createElement("script")
    Object.assign(script, {type: "module", crossOrigin: "", src: entry})
    document.head.append(script)
    requestAnimationFrame(look)
  }

  const scroller = (part) => {
    while (part.parentElement && !(part.scrollHeight > part.clientHeight && getComputedStyle(part).overflowY === "auto"))
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

  const isTime = () => {
    const now = performance.now()
    overSince = since(overSince, document.querySelector(isOver) && document.querySelector("#root h1"))
    completeSince = since(completeSince, overSince && !document.querySelector(`#root ${skeleton}`))
    standsSince = since(standsSince, completeSince && stands())
    const isFor = (begun, longest) => begun && now - begun >= longest
    return isFor(standsSince, STILL) || isFor(completeSince, LONGEST_COMPLETE) || isFor(overSince, LONGEST)
  }

  const look = () => {
    if (!isTime()) return setTimeout(() => requestAnimationFrame(look), 30)
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
