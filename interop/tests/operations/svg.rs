//! A terminal as an SVG: text that can be selected, in light and dark, with no font from elsewhere.

use std::fmt::Write;

/// Characters in a line; a longer one goes on in the next.
const COLUMNS: usize = 100;
/// Of a character, in pixels. Where a font is wider or narrower, the SVG stretches it.
const CHARACTER: usize = 8;
const LINE: usize = 19;
const MARGIN: usize = 16;

const STYLE: &str = "\
.back{fill:#fff;stroke:#d0d7de}text{fill:#1f2328;font:13px ui-monospace,SFMono-Regular,Menlo,Consolas,\
'DejaVu Sans Mono','Liberation Mono',monospace;white-space:pre}\
.typed{font-weight:bold}.good{fill:#116329}.bad{fill:#b3261e;font-weight:bold}.next{fill:#0a53be}.dim{fill:#59636e}\
@media(prefers-color-scheme:dark){.back{fill:#0d1117;stroke:#3d444d}text{fill:#e6edf3}.good{fill:#56d364}\
.bad{fill:#ff7b72}.next{fill:#79c0ff}.dim{fill:#9198a1}}";

/// Words at the start of a line, and how they are drawn. The longest comes first.
const STARTS: [(&str, &str); 8] = [
    ("$ ", "dim"),
    ("ok ", "good"),
    ("created ", "good"),
    ("proved: ", "good"),
    ("error: ", "bad"),
    ("warning: ", "bad"),
    (" hint: ", "next"),
    ("…", "dim"),
];

/// Draws lines of text. `title` is for those who cannot see it.
pub(crate) fn drawn(title: &str, text: &str) -> String {
    let lines: Vec<_> = text.lines().flat_map(wrapped).collect();
    let width = COLUMNS * CHARACTER + 2 * MARGIN;
    let height = lines.len() * LINE + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>\n\
         <rect class=\"back\" x=\".5\" y=\".5\" width=\"{}\" height=\"{}\" rx=\"8\"/>\n",
        escaped(title),
        width - 1,
        height - 1
    );
    for (nth, line) in lines.iter().enumerate() {
        let characters = line.chars().count();
        if characters > 0 {
            let y = MARGIN + nth * LINE + 14;
            let length = characters * CHARACTER;
            let spans = spans(line);
            let _ = writeln!(
                svg,
                "<text x=\"{MARGIN}\" y=\"{y}\" textLength=\"{length}\" \
                 lengthAdjust=\"spacingAndGlyphs\" xml:space=\"preserve\">{spans}</text>"
            );
        }
    }
    svg + "</svg>\n"
}

/// Broken behind a blank where there is one behind the first third.
fn wrapped(line: &str) -> Vec<String> {
    let mut rest: Vec<char> = line.chars().collect();
    let mut lines = Vec::new();
    while rest.len() > COLUMNS {
        let blank = rest[..=COLUMNS].iter().rposition(|c| *c == ' ');
        let end = blank.filter(|blank| *blank > COLUMNS / 3).map_or(COLUMNS, |blank| blank + 1);
        let behind = rest.split_off(end);
        lines.push(rest.iter().collect::<String>().trim_end().to_owned());
        rest = behind;
    }
    lines.push(rest.iter().collect());
    lines
}

fn spans(line: &str) -> String {
    let start = STARTS.iter().find(|(start, _)| line.starts_with(start));
    match start {
        Some((start, class)) => {
            let rest = escaped(line.strip_prefix(start).unwrap_or_default());
            let rest = match *start {
                "$ " => format!("<tspan class=\"typed\">{rest}</tspan>"),
                _ => rest,
            };
            format!("<tspan class=\"{class}\">{}</tspan>{rest}", escaped(start))
        }
        None => escaped(line),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
