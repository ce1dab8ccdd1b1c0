// The board on a wall: sections become pages by what fits, pages turn, nothing is ever cut.
const SECONDS_A_PAGE = 20, MINUTES_BEFORE_NEWS = 10, SMALLEST = 0.35, STEP = 0.94

const made = (name, kind, inside = "") => {
  const node = document.createElement(name)
  node.className = kind
  node.innerHTML = inside
  return node
}
// A pixel more is rounding, no cut.
const isCut = (box) => box.scrollHeight > box.clientHeight + 1 || box.scrollWidth > box.clientWidth + 1

export default function ({ data, parentElement }) {
  const wall = parentElement.querySelector(".wall"), part = (name) => wall.querySelector(name), room = part("main")
  const begun = Date.now()
  let pages = [], at = 0, timer = 0, stopped = false

  function blank(section) {
    const page = made("section", "page", `<h2></h2>${section.lead}`)
    page.querySelector("h2").textContent = section.title
    const body = made("div", `body ${section.layout}`)
    page.append(body)
    room.append(page)
    return { page, body, section }
  }

  // What is too much for a page by itself is written smaller until it fits.
  function fit({ page, body }) {
    for (let size = 1; (isCut(body) || isCut(page)) && size > SMALLEST; size *= STEP) page.style.fontSize = `${size * STEP}em`
  }

  function charts(section) {
    const sheet = blank(section)
    for (const chart of section.charts) {
      const box = made("div", "chart", `${chart.heading}<div class="figure"></div><div class="notes">${chart.notes}</div>`)
      sheet.body.append(box)
    }
    fit(sheet)
    return [sheet]
  }

  // As many items on a page as fit, `most` of them at most.
  function filled(section, most) {
    let sheet = blank(section)
    const sheets = [sheet]
    for (const item of section.items) {
      const node = made("template", "", item).content.firstElementChild
      sheet.body.append(node)
      const { length } = sheet.body.children
      if (length <= most && !isCut(sheet.body)) continue
      if (length > 1) {
        node.remove()
        sheets.push((sheet = blank(section)))
        sheet.body.append(node)
      }
      fit(sheet)
    }
    return sheets
  }

  // What needs several pages is shared out evenly: no last page with a line or two.
  function listed(section) {
    let sheets = filled(section, Infinity)
    if (sheets.length === 1) return sheets
    const evenly = filled(section, Math.ceil(section.items.length / sheets.length))
    const left = evenly.length > sheets.length ? evenly : sheets
    if (left === sheets) sheets = evenly
    left.forEach(({ page }) => page.remove())
    sheets.forEach(({ page }, place) => page.querySelector("h2").append(made("small", "", `　${place + 1}/${sheets.length}`)))
    return sheets
  }

  async function draw() {
    for (const { page, section } of pages) {
      const boxes = page.querySelectorAll(".figure"), letters = parseFloat(getComputedStyle(page).fontSize) * 0.85
      for (const [place, box] of boxes.entries()) {
        const { drawn } = section.charts[place]
        if (drawn) await drawInto(box, drawn, letters)
      }
    }
    wall.dataset.drawn = "true" // from now on nothing is added to the pages
  }

  async function arrange() {
    delete wall.dataset.drawn
    await document.fonts.ready
    room.replaceChildren()
    pages = data.sections.flatMap((section) => (section.charts.length ? charts(section) : listed(section)))
    show(Math.min(at, pages.length - 1))
    await draw().catch(() => {})
  }

  function show(place) {
    at = (place + pages.length) % pages.length
    pages.forEach(({ page }, number) => { page.classList.toggle("seen", number === at); page.ariaHidden = number !== at })
    part(".turns").textContent = `${at + 1}/${pages.length}${stopped ? "　已停住" : ""}`
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(next, SECONDS_A_PAGE * 1000)
  }

  // After the last page the board asks for news; a server that does not answer leaves the wall as it is.
  async function next() {
    const isOld = Date.now() - begun > MINUTES_BEFORE_NEWS * 60_000
    if (at === pages.length - 1 && isOld && await fetch("_stcore/health").then((answer) => answer.ok, () => false)) location.reload()
    else show(at + 1)
  }

  const leave = () => location.assign(data.leave)
  part("h1").textContent = data.title
  part(".lamps").innerHTML = data.strip
  part(".sample").textContent = data.sample
  part(".leave").href = data.leave
  part(".leave").onclick = (event) => { event.preventDefault(); leave() }
  wall.onkeydown = (event) => {
    if (event.key === " ") { event.preventDefault(); stopped = !stopped; show(at) }
    const step = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 }[event.key]
    if (step) show(at + step)
  }
  wall.oncancel = (event) => { event.preventDefault(); leave() }
  if (!wall.open) wall.showModal()
  wall.focus()
  let waits = 0
  const resized = () => { clearTimeout(waits); waits = setTimeout(arrange, 200) }
  window.addEventListener("resize", resized)
  arrange()
  return () => { window.removeEventListener("resize", resized); clearTimeout(timer); clearTimeout(waits) }
}
