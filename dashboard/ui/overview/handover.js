// Starts the live page once the numbers are painted, and takes the numbers away when the live page shows the same
// at the same places. The user has then seen nothing move.
({entry, isOver}) => {
  const given = document.getElementById("prerendered")
  const PARTS = [".strip", ".key-points", ".attention", ".cards"]
  const LONGEST_AFTER_RUN = 1500 // ms: then the live page stands as it is, wherever its parts are
  let started = false
  let overSince = 0

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
    const shown = PARTS.filter((part) => given.querySelector(part))
    const places = shown.map((part) => [given.querySelector(part), document.querySelector(`#root ${part}`)])
    return places.every(([before, live]) => live && Math.abs(top(before) - top(live)) < 1)
  }

  const isLate = () => {
    if (!document.querySelector(isOver) || !document.querySelector("#root h1")) return false
    overSince ||= performance.now()
    return performance.now() - overSince > LONGEST_AFTER_RUN
  }

  const look = () => {
    if (!stands() && !isLate()) return setTimeout(() => requestAnimationFrame(look), 30)
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
