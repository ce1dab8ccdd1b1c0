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

function address(data) {
  const here = new URL(window.location.href)
  for (const [name, value] of Object.entries({ kpi: data.kpi, chart: data.key, embed: "true" })) {
    here.searchParams.set(name, value)
  }
  return here.href
}

async function fill(data, room) {
  const height = Math.round(Math.max(WINDOW_HEIGHT / LARGER, data.layout.height))
  const width = Math.round((height * window.innerWidth) / window.innerHeight)
  room.innerHTML = await render(data, "svg", width, height)
}

export default function ({ data, parentElement }) {
  const row = parentElement.querySelector(".row"), room = parentElement.querySelector(".whole")
  const says = row.querySelector("[role=status]")
  if (data.traces) {
    row.hidden = true
    row.style.display = "none"
    room.setAttribute("aria-label", data.name)
    // Open as a modal: the page behind can be reached neither by mouse nor by keyboard, and stays behind.
    room.onclose = () => room.showModal()
    if (!room.open) room.showModal()
    const draw = () => fill(data, room).catch(() => { room.textContent = "图没有画成，请刷新重试。" })
    draw()
    window.addEventListener("resize", draw)
    return () => window.removeEventListener("resize", draw)
  }
  const copies = Boolean(navigator.clipboard?.write && window.ClipboardItem)
  const does = {
    copy: async () => {
      await navigator.clipboard.write([new ClipboardItem({ "image/png": picture(data, "png") })])
      return "已复制"
    },
    png: async () => { await download(data, "png"); return "已下载" },
    svg: async () => { await download(data, "svg"); return "已下载" },
  }
  row.setAttribute("aria-label", `${data.name}：图片`)
  for (const button of row.querySelectorAll("button")) {
    const action = button.dataset.do
    button.hidden = action === "copy" && !copies
    if (action === "png" && !copies) button.title = "此地址下浏览器不能复制图片，请下载"
    button.onclick = async () => {
      says.textContent = "正在生成…"
      try { says.textContent = await does[action]() }
      catch { says.textContent = action === "copy" ? "没有复制成，请下载" : "没有生成，请重试" }
    }
  }
  const open = row.querySelector("a")
  open.href = address(data)
  open.onfocus = open.onpointerenter = () => { open.href = address(data) }
}
