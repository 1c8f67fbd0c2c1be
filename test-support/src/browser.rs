//! Pages in a real browser without a window: what they consist of, and how they look, as data.
//!
//! `BROWSER` names a Chromium. Without it `Browser::find` says so and gives none; `BROWSER=required` takes the one that
//! is there, and fails without one.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// How long a page may take, the start of the browser included.
const LIMIT: Duration = Duration::from_secs(120);
const INSPECT: &str = include_str!("inspect.html");

/// A browser, and a folder of its own for each run.
pub struct Browser {
    program: PathBuf,
    folder: PathBuf,
}

/// The colors that a reader prefers.
#[derive(Clone, Copy, Debug)]
pub enum Scheme {
    /// Dark letters.
    Light,
    /// Light letters.
    Dark,
}

/// What a run left.
pub struct Loaded {
    /// The page when its scripts had run.
    pub dom: String,
    /// What was written to the console, and what broke the page's own policy.
    pub console: Vec<String>,
}

impl Browser {
    /// The browser to test with. `folder` is for its files.
    ///
    /// # Panics
    /// When one is required and there is none.
    pub fn find(test: &str, folder: &Path) -> Option<Self> {
        let Some(wanted) = std::env::var_os("BROWSER") else {
            println!("SKIPPED {test}: BROWSER names no Chromium");
            return None;
        };
        let program = match wanted.to_str() {
            Some("required") => on_path(&["chromium", "chromium-browser", "google-chrome"]),
            _ => Some(PathBuf::from(wanted)),
        };
        let program = program.expect("BROWSER=required, and there is no Chromium on the PATH");
        Some(Self { program, folder: folder.join(test) })
    }

    /// Loads a page.
    ///
    /// # Panics
    /// When it takes too long or the browser fails.
    pub fn load(&self, url: &str, scheme: Scheme) -> Loaded {
        self.run(url, scheme, &["--dump-dom"])
    }

    /// Loads a page inside of another one that looks at it, and gives what that finds, as JSON (`inspect.html`).
    ///
    /// # Panics
    /// As [`Browser::load`], or when the page cannot be looked at.
    pub fn inspect(&self, page: &str, scheme: Scheme) -> (String, Vec<String>) {
        std::fs::create_dir_all(&self.folder).expect("a folder");
        let quoted = page.replace('&', "&amp;").replace('"', "&quot;");
        let file = self.folder.join("inspect.html");
        std::fs::write(&file, INSPECT.replace("/*page*/", &quoted)).expect("a file");
        let loaded = self.load(&format!("file://{}", file.display()), scheme);
        let found = loaded
            .dom
            .split_once("<pre id=\"found\">")
            .and_then(|(_, rest)| rest.split_once("</pre>"));
        let (found, _) = found.unwrap_or_else(|| panic!("nothing was found: {:?}", loaded.console));
        (found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"), loaded.console)
    }

    /// A picture of a page, for people.
    ///
    /// # Panics
    /// As [`Browser::load`].
    pub fn picture(&self, url: &str, scheme: Scheme, file: &Path) {
        let shot = format!("--screenshot={}", file.display());
        self.run(url, scheme, &[&shot, "--window-size=1000,1600", "--hide-scrollbars"]);
    }

    fn run(&self, url: &str, scheme: Scheme, more: &[&str]) -> Loaded {
        let scheme = match scheme {
            Scheme::Dark => 0,
            Scheme::Light => 1,
        };
        let profile = self.folder.join("profile");
        let mut command = Command::new(&self.program);
        command.args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            // Whatever a page would fetch: there is no such host.
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--enable-logging=stderr",
            "--virtual-time-budget=10000",
        ]);
        command.arg(format!("--user-data-dir={}", profile.display()));
        command.arg(format!("--blink-settings=preferredColorScheme={scheme}"));
        command.args(more).arg(url).stdin(Stdio::null());
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("a browser");
        let (dom, errors) = ended(&mut child);
        let console = errors.lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned);
        Loaded { dom, console: console.collect() }
    }
}

fn ended(child: &mut Child) -> (String, String) {
    let dom = text(child.stdout.take());
    let errors = text(child.stderr.take());
    let dom = dom.recv_timeout(LIMIT);
    if dom.is_err() {
        let _ = child.kill();
    }
    let status = child.wait();
    let errors = errors.recv_timeout(LIMIT).unwrap_or_default();
    let dom = dom.unwrap_or_else(|_| panic!("the browser takes more than {LIMIT:?}: {errors}"));
    assert!(status.is_ok_and(|it| it.success()), "the browser failed: {errors}");
    (dom, errors)
}

/// All of a stream, when it ends.
fn text(stream: Option<impl Read + Send + 'static>) -> mpsc::Receiver<String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut stream) = stream {
            let _ = stream.read_to_end(&mut bytes);
        }
        sender.send(String::from_utf8_lossy(&bytes).into_owned())
    });
    receiver
}

fn on_path(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let all =
        std::env::split_paths(&path).flat_map(|folder| names.iter().map(move |it| folder.join(it)));
    all.into_iter().find(|program| program.is_file())
}
