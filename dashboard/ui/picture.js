// A chart as a picture.
const SCALE = 3, WIDTH = 800, HEIGHT = 450

function traces(data) {
  const shown = document.querySelector(`.st-key-${CSS.escape(data.key)} .js-plotly-plot`)
  if (!shown) throw new Error("the chart is not drawn yet")
  return structuredClone(shown.data)
}

async function picture(data, format) {
  const height = Math.max(HEIGHT, data.layout.height)
  const made = await render(data, traces(data), format, WIDTH, height, format === "png" ? SCALE : 1)
  return format === "svg" ? new Blob([made], { type: "image/svg+xml" }) : (await fetch(made)).blob()
}

async function download(data, format) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(await picture(data, format))
  link.download = `${data.name}.${format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

// Without a secure address browsers copy nothing, and only the downloads are offered.
const copies = Boolean(navigator.clipboard?.write && window.ClipboardItem)
const does = {
  copy: async (chart) => {
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture(chart, "png") })])
    return "已复制"
  },
  png: async (chart) => { await download(chart, "png"); return "已下载" },
  svg: async (chart) => { await download(chart, "svg"); return "已下载" },
}

async function clicked(event) {
  const button = event.target.closest?.(".picture-row button")
  if (!button) return
  const row = button.closest(".picture-row"), says = row.querySelector("[role=status]"), action = button.dataset.do
  says.textContent = "正在生成…"
  try { says.textContent = await does[action](window.chartsToPicture[row.dataset.chart]) }
  catch { says.textContent = action === "copy" ? "没有复制成，请下载" : "没有生成，请重试" }
}

// On paper a chart keeps its drawing and takes the width of the paper.
function scale(is) {
  for (const plot of document.querySelectorAll(".js-plotly-plot")) {
    const { clientWidth: wide, clientHeight: high } = plot
    plot.classList.toggle("on-paper", is)
    plot.style.setProperty("--shape", `${wide} / ${high}`)
    for (const drawing of plot.querySelectorAll(".main-svg")) {
      if (is) drawing.setAttribute("viewBox", `0 0 ${wide} ${high}`)
      else drawing.removeAttribute("viewBox")
    }
  }
}

// One listener for the rows of all charts, which come and go with them.
function hold(charts) {
  if (!window.chartsToPicture) {
    document.addEventListener("click", clicked)
    window.addEventListener("beforeprint", () => scale(true))
    window.addEventListener("afterprint", () => scale(false))
  }
  window.chartsToPicture = { ...window.chartsToPicture, ...charts }
  document.documentElement.classList.toggle("copies-nothing", !copies)
}

export default function ({ data }) {
  hold(data.charts)
}
