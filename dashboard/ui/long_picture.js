// 本月要点 as one long picture, as wide as a phone shows it, drawn in the fonts of the page.
const WIDE = 1080, EDGE = 64, INK = "#1F2328", SECOND = "#4A5360", BLUE = "#1D4E89", RULE = "#D9DEE5"
const NEVER_FIRST = /^[，。、；：！？）》”％%]/, WORD = /[0-9A-Za-z.,%−+]+|[\s\S]/gu

function broken(pen, text, width) {
  const lines = [""]
  for (const piece of text.match(WORD) ?? []) {
    const last = lines.length - 1, longer = lines[last] + piece
    if (pen.measureText(longer).width <= width || !lines[last] || NEVER_FIRST.test(piece)) lines[last] = longer
    else lines.push(piece)
  }
  return lines
}

// Draws top down and returns the height that was needed; the first time on a canvas that nobody sees.
function write(canvas, told, family) {
  const pen = canvas.getContext("2d")
  let y = EDGE
  pen.fillStyle = "#FFF"
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.textBaseline = "middle"
  const font = (size, weight) => { pen.font = `${weight} ${size}px ${family}` }
  const words = (text, { size = 40, weight = 400, colour = INK, left = EDGE, after = 20 } = {}) => {
    font(size, weight)
    pen.fillStyle = colour
    for (const line of broken(pen, text, WIDE - EDGE - left)) { pen.fillText(line, left, y + size * 0.8); y += size * 1.6 }
    y += after
  }
  const rule = () => { pen.fillStyle = RULE; pen.fillRect(EDGE, y, WIDE - 2 * EDGE, 2); y += 28 }
  const chips = () => {
    let x = EDGE
    font(36, 600)
    for (const { text, ink, ground } of told.lamps) {
      const width = pen.measureText(text).width + 40
      if (x + width > WIDE - EDGE) { x = EDGE; y += 80 }
      pen.fillStyle = ground
      pen.fillRect(x, y, width, 64)
      pen.fillStyle = ink
      pen.fillText(text, x + 20, y + 33)
      x += width + 20
    }
    y += 64 + 36
  }
  words(told.title, { size: 54, weight: 700, colour: BLUE, after: 4 })
  words(told.asOf, { colour: SECOND, size: 36 })
  chips()
  words(told.headline, { size: 46, weight: 700 })
  told.points.forEach((said, place) => { const top = y; words(said, { left: EDGE + 56, after: 24 }); const end = y; y = top; words(`${place + 1}.`, { colour: BLUE, weight: 700 }); y = end })
  if (told.turned) words(told.turned, { size: 36, colour: SECOND })
  if (told.rows.length) { rule(); words("需要关注", { size: 46, weight: 700 }) }
  for (const row of told.rows) {
    words(`${row.lamp}　${row.name}　${row.value}`, { weight: 600, colour: row.colour, after: 0 })
    words(row.words, { size: 34, colour: SECOND, after: 22 })
  }
  rule()
  words(told.foot, { size: 32, colour: SECOND, after: 0 })
  return Math.ceil(y + EDGE)
}

async function longPicture(told, family) {
  await document.fonts.ready
  const canvas = document.createElement("canvas")
  canvas.width = WIDE
  canvas.height = write(canvas, told, family)
  write(canvas, told, family)
  return new Promise((done) => canvas.toBlob(done, "image/png"))
}
