// Lighthouse over many pages in one Chromium: reads {"chromium", "flags", "categories", "urls"} from stdin, writes a line of JSON for
// each address: scores in percent, LCP in milliseconds, layout shift, and the audits that cost points.
// With its default settings: a slow phone on a slow network, simulated.
import { readFileSync } from "node:fs"
import { launch } from "chrome-launcher"
import lighthouse from "lighthouse"

const { chromium, flags, categories, urls } = JSON.parse(readFileSync(0, "utf-8"))
// What is measured needs a page that has come to rest; what is looked at does not.
const hurry = categories.includes("performance")
  ? {}
  : { disableFullPageScreenshot: true, pauseAfterFcpMs: 0, pauseAfterLoadMs: 0, networkQuietThresholdMs: 200, cpuQuietThresholdMs: 200 }
const browser = await launch({ chromePath: chromium, chromeFlags: flags, logLevel: "silent" })
try {
  for (const url of urls) {
    const { lhr } = await lighthouse(url, { port: browser.port, onlyCategories: categories, logLevel: "silent", ...hurry })
    const lost = category =>
      category.auditRefs
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
        .map(({ id }) => id)
    const entries = Object.entries(lhr.categories)
    console.log(JSON.stringify({
      url,
      error: lhr.runtimeError?.message ?? null,
      scores: Object.fromEntries(entries.map(([name, { score }]) => [name, score === null ? null : Math.round(score * 100)])),
      lost: Object.fromEntries(entries.map(([name, category]) => [name, lost(category)])),
      lcp: lhr.audits["largest-contentful-paint"]?.numericValue ?? null,
      metrics: { fcp: lhr.audits["first-contentful-paint"]?.numericValue, tbt: lhr.audits["total-blocking-time"]?.numericValue, index: lhr.environment.benchmarkIndex },
      shift: lhr.audits["cumulative-layout-shift"]?.numericValue ?? null,
    }))
  }
} finally {
  await browser.kill()
}
