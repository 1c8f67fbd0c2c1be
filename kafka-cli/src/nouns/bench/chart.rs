//! The phases as bars: p50 over p99.

use kafka_admin::bench::Phase;

const ROW: usize = 30;
const LEFT: f64 = 90.0;
const BARS: f64 = 500.0;

/// One SVG document; names and numbers are this program's own, so nothing needs escaping.
pub(super) fn svg(phases: &[(&str, Phase)]) -> String {
    let longest = phases.iter().map(|(_, phase)| phase.p99.as_secs_f64()).fold(1e-6, f64::max);
    let height = ROW * (phases.len() + 1);
    let rows = phases.iter().enumerate().map(|(index, row)| bar(index, row, longest));
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 760 {height}\" font-family=\"sans-serif\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n\
         <text x=\"8\" y=\"20\">A login: p50 (dark) and p99 (light), ms</text>\n{}</svg>\n",
        rows.collect::<String>()
    )
}

fn bar(index: usize, (name, phase): &(&str, Phase), longest: f64) -> String {
    let [p50, p99] = [phase.p50, phase.p99].map(|time| time.as_secs_f64());
    let (top, text) = (ROW * (index + 1), ROW * (index + 1) + 15);
    format!(
        "<text x=\"{:.0}\" y=\"{text}\" text-anchor=\"end\">{name}</text>{}{}<text x=\"{:.0}\" y=\"{text}\">{:.2} / {:.2}</text>\n",
        LEFT - 8.0,
        rect(top, BARS * p99 / longest, "#9cd"),
        rect(top, BARS * p50 / longest, "#27a"),
        LEFT + BARS * p99 / longest + 6.0,
        p50 * 1e3,
        p99 * 1e3,
    )
}

fn rect(top: usize, width: f64, colour: &str) -> String {
    format!("<rect x=\"{LEFT}\" y=\"{top}\" width=\"{width:.1}\" height=\"20\" fill=\"{colour}\"/>")
}
