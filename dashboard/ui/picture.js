// A chart as a picture. Plotly is fetched at the first click, from this server; until then nothing is loaded.
const SCALE = 3, WIDTH = 800, HEIGHT = 450, LARGER = 1.9, WINDOW_HEIGHT = 900

function plotly(name) {
  // Static files of Streamlit come as plain text, which no browser runs: the text is run as a script of ours.
  window.chartPictures ??= fetch(new URL(`app/static/${name}`, document.baseURI))
    .then((answer) => { if (!answer.ok) throw new Error(answer.status); return answer.blob() })
    .then((text) => new Promise((loaded, failed) => {
      const script = document.createElement("script")
      script.src = URL.createObjectURL(new Blob([text], { type: "text/javascript" }))
      script.onload = () => loaded(window.Plotly)
      script.onerror = () => failed(new Error(name))
      document.head.append(script)
    }))
    .catch((error) => { delete window.chartPictures; throw error })
  return window.chartPictures
}

function traces(data) {
  if (data.traces) return data.traces
  const shown = document.querySelector(`.st-key-${CSS.escape(data.key)} .js-plotly-plot`)
  if (!shown) throw new Error("the chart is not drawn yet")
  return structuredClone(shown.data)
}

async function render(data, format, width, height, scale = 1) {
  const Plotly = await plotly(data.plotly)
  await document.fonts.ready
  const layout = { ...structuredClone(data.layout), width, height, autosize: false }
  const whole = { data: traces(data), layout }
  return Plotly.toImage(whole, { format, width, height, scale, imageDataOnly: format === "svg" })
}

async function picture(data, format) {
  const height = Math.max(HEIGHT, data.layout.height)
  const made = await render(data, format, WIDTH, height, format === "png" ? SCALE : 1)
  return format === "svg" ? new Blob([made], { type: "image/svg+xml" }) : (await fetch(made)).blob()
}

async function download(data, format) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(await picture(data, format))
  link.download = `${data.name}.${format}`
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60000)
}

async function fill(data, room) {
  const height = Math.round(Math.max(WINDOW_HEIGHT / LARGER, data.layout.height))
  const width = Math.round((height * window.innerWidth) / window.innerHeight)
  room.innerHTML = await render(data, "svg", width, height)
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

// One listener for the rows of all charts, which come and go with them.
function hold(charts) {
  if (!window.chartsToPicture) document.addEventListener("click", clicked)
  window.chartsToPicture = { ...window.chartsToPicture, ...charts }
  document.documentElement.classList.toggle("copies-nothing", !copies)
}

function show(chart, whole) {
  whole.setAttribute("aria-label", chart.name)
  // Open as a modal: the page behind can be reached neither by mouse nor by keyboard, and stays behind.
  whole.onclose = () => whole.showModal()
  if (!whole.open) whole.showModal()
  const draw = () => fill(chart, whole).catch(() => { whole.textContent = "图没有画成，请刷新重试。" })
  draw()
  window.addEventListener("resize", draw)
  return () => window.removeEventListener("resize", draw)
}

export default function ({ data, parentElement }) {
  if (data.whole) return show(data.whole, parentElement.querySelector(".whole"))
  hold(data.charts)
}
