// One chart fills the window; arrow keys, buttons and a swipe lead to the others.
const letters = (whole) => parseFloat(getComputedStyle(whole).fontSize)
const FAR = 60

export default function ({ data, parentElement }) {
  const whole = parentElement.querySelector(".whole"), part = (name) => whole.querySelector(name)
  let at = data.at, swipe = null

  const draw = () => drawInto(part(".figure"), data.charts[at], letters(whole))
    .catch(() => { part(".figure").textContent = "图没有画成，请刷新重试。" })
  const beyond = (step) => (step < 0 ? data.before : data.after)
  const leads = (step) => Boolean(data.charts[at + step]) || Boolean(beyond(step))

  function show() {
    const chart = data.charts[at]
    whole.setAttribute("aria-label", chart.finding)
    part("h1").textContent = chart.finding
    part(".measure-row").innerHTML = chart.measure
    part(".foot").innerHTML = chart.foot
    part(".figure").setAttribute("aria-label", chart.finding)
    part("[role=status]").textContent = data.charts.length > 1 ? `${at + 1}/${data.charts.length}` : ""
    for (const button of whole.querySelectorAll("button")) button.disabled = !leads(Number(button.dataset.step))
    draw()
  }

  function go(step) {
    if (data.charts[at + step]) {
      at += step
      history.replaceState(history.state, "", data.charts[at].address) // so that the address names what is seen
      show()
    } else if (beyond(step)) location.assign(beyond(step))
  }

  whole.onclick = (event) => { if (event.target.dataset?.step) go(Number(event.target.dataset.step)) }
  whole.onkeydown = (event) => {
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key]
    if (step) { event.preventDefault(); go(step) }
  }
  whole.ontouchstart = (event) => { swipe = event.touches.length === 1 ? event.touches[0].clientX : null }
  whole.ontouchend = (event) => {
    const way = swipe === null ? 0 : event.changedTouches[0].clientX - swipe
    if (Math.abs(way) > FAR) go(way < 0 ? 1 : -1)
  }
  // Open as a modal: the page behind can be reached neither by mouse nor by keyboard, and stays behind.
  whole.onclose = () => whole.showModal()
  if (!whole.open) whole.showModal()
  whole.focus()
  show()
  window.addEventListener("resize", draw)
  return () => window.removeEventListener("resize", draw)
}
