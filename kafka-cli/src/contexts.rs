//! The file with contexts: settings under a name, one name for each cluster or login.
//!
//! It is a properties file. `NAME.KEY = VALUE` is a setting of a context, `current = NAME` says which one is in
//! use. A line that is neither, a key that is not known, or a current context that is not there makes the whole
//! file refused: half of it would be settings for another cluster than the one that is meant.

use std::fmt;
use std::fs::OpenOptions;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use kafka_admin::escape::Escaped;
use kafka_admin::{ConfigKey, Properties};
use zeroize::Zeroizing;

use crate::failure::{Failure, Result};
use crate::near;
use crate::outside::Outside;
use crate::password;

/// Which context is in use.
const CURRENT: &str = "current";
/// Longer names are no names of clusters.
const MAX_NAME: usize = 64;

/// Settings that only kadm has.
pub(crate) mod own {
    /// A file with the password of the login.
    pub(crate) const PASSWORD_FILE: &str = "password.file";
    /// A command that prints the password of the login.
    pub(crate) const PASSWORD_COMMAND: &str = "password.command";
    /// As `--aws-region`.
    pub(crate) const AWS_REGION: &str = "aws.region";
    /// As `--aws-profile`.
    pub(crate) const AWS_PROFILE: &str = "aws.profile";
    /// As `--aws-role-arn`.
    pub(crate) const AWS_ROLE_ARN: &str = "aws.role.arn";
    /// All of them.
    pub(crate) const ALL: [&str; 5] =
        [PASSWORD_FILE, PASSWORD_COMMAND, AWS_REGION, AWS_PROFILE, AWS_ROLE_ARN];
}

/// The contexts of a file, with its comments.
pub(crate) struct Contexts {
    path: PathBuf,
    lines: Vec<Line>,
}

struct Line {
    text: Zeroizing<String>,
    says: Says,
}

/// What a line says.
enum Says {
    /// Nothing: it is blank or a comment.
    Nothing,
    Current(String),
    Setting {
        context: String,
        key: String,
        value: Zeroizing<String>,
    },
}

impl Contexts {
    /// Reads the file of this environment; there are no contexts where there is no file.
    ///
    /// # Errors
    /// The file cannot be read, is not what it should be, or is open to others.
    pub(crate) fn read(outside: &Outside<'_>) -> Result<Self> {
        let Some(path) = path(outside) else {
            return Ok(Self { path: PathBuf::new(), lines: Vec::new() });
        };
        let content = match password::file(&path) {
            Ok(content) => content,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Ok(Self { path, lines: Vec::new() });
            }
            Err(error) => return Err(Failure::cannot_read(path.display(), error)),
        };
        let text = password::text(&content).map_err(password::unreadable(path.display()))?;
        let contexts = Self::parse(path, text)?;
        contexts.refuse_if_open_to_others()?;
        Ok(contexts)
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self> {
        let mut lines = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let says = says(line).map_err(|why| {
                let place = format!("{}, line {}", path.display(), number + 1);
                Failure::local(format!("{place}: {why}"))
                    .hint("nothing of the file is used; kadm context --help shows what a line is")
            })?;
            lines.push(Line { text: Zeroizing::new(line.into()), says });
        }
        let contexts = Self { path, lines };
        match contexts.current().filter(|current| !contexts.has(current)) {
            None => Ok(contexts),
            Some(current) => {
                let failure = contexts.absent(current);
                let place = contexts.path.display();
                Err(Failure { message: format!("{place}: {}", failure.message), ..failure })
            }
        }
    }

    /// Where they are kept.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// The name of the context that is in use.
    pub(crate) fn current(&self) -> Option<&str> {
        self.lines.iter().rev().find_map(|line| match &line.says {
            Says::Current(name) => Some(name.as_str()),
            _ => None,
        })
    }

    /// The names, in the order of the file.
    pub(crate) fn names(&self) -> Vec<&str> {
        let mut names = Vec::new();
        for line in &self.lines {
            if let Says::Setting { context, .. } = &line.says
                && !names.contains(&context.as_str())
            {
                names.push(context.as_str());
            }
        }
        names
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.names().contains(&name)
    }

    /// What a context sets.
    ///
    /// # Errors
    /// There is none of that name.
    pub(crate) fn settings(&self, name: &str) -> Result<Properties> {
        if !self.has(name) {
            return Err(self.absent(name));
        }
        let mut settings = Properties::new();
        for line in &self.lines {
            if let Says::Setting { context, key, value } = &line.says
                && context == name
            {
                settings.set(key, value.as_str());
            }
        }
        Ok(settings)
    }

    /// Adds a context.
    ///
    /// # Errors
    /// The name is no name, or is taken.
    pub(crate) fn add(&mut self, name: &str, settings: &[(String, String)]) -> Result<()> {
        check_name(name).map_err(Failure::usage)?;
        if self.has(name) {
            return Err(Failure::local(format!("there is a context {name} already"))
                .hint(format!("kadm context delete {name} takes it away")));
        }
        for (key, value) in settings {
            self.push(format!("{name}.{key} = {}", written(value)))?;
        }
        Ok(())
    }

    /// Puts a context in use.
    ///
    /// # Errors
    /// There is none of that name.
    pub(crate) fn set_current(&mut self, name: &str) -> Result<()> {
        if !self.has(name) {
            return Err(self.absent(name));
        }
        self.lines.retain(|line| !matches!(line.says, Says::Current(_)));
        self.push(format!("{CURRENT} = {name}"))
    }

    /// Takes a context away. When it was in use, none is.
    ///
    /// # Errors
    /// There is none of that name.
    pub(crate) fn remove(&mut self, name: &str) -> Result<()> {
        if !self.has(name) {
            return Err(self.absent(name));
        }
        self.lines.retain(|line| match &line.says {
            Says::Nothing => true,
            Says::Current(current) => current != name,
            Says::Setting { context, .. } => context != name,
        });
        Ok(())
    }

    fn push(&mut self, text: String) -> Result<()> {
        let says = says(&text).map_err(Failure::usage)?;
        self.lines.push(Line { text: text.into(), says });
        Ok(())
    }

    /// Writes the file anew, for its owner only. It is never there by half: a new file takes its place.
    ///
    /// # Errors
    /// The environment names no place for it, or it cannot be written.
    pub(crate) fn write(&self) -> Result<()> {
        if self.path.as_os_str().is_empty() {
            return Err(Failure::local("there is no place for a file with contexts")
                .hint("set HOME, or KADM_CONTEXTS=FILE"));
        }
        // A link stays one.
        let path = std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        self.write_to(&path).map_err(|error| Failure::cannot_write(&self.path, &error))
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}", std::process::id()));
        let new = path.with_file_name(name);
        // One that a run left behind, or a link that somebody planted.
        let _ = std::fs::remove_file(&new);
        let written = self.write_new(&new).and_then(|()| std::fs::rename(&new, path));
        written.inspect_err(|_| drop(std::fs::remove_file(&new)))
    }

    fn write_new(&self, path: &Path) -> io::Result<()> {
        let mut file = for_its_owner(OpenOptions::new().write(true).create_new(true)).open(path)?;
        for line in &self.lines {
            file.write_all(line.text.as_bytes())?;
            file.write_all(b"\n")?;
        }
        file.sync_all()
    }

    fn absent(&self, name: &str) -> Failure {
        let known = self.names();
        let question = near::question(name, known.iter().copied());
        let hint = match known.is_empty() {
            true => "kadm context add NAME -b HOST:PORT makes one".to_owned(),
            false => format!("there are: {}", known.join(", ")),
        };
        Failure::usage(format!("there is no context {}{question}", Escaped(name))).hint(hint)
    }

    fn has_secret(&self) -> bool {
        self.lines.iter().any(|line| match &line.says {
            Says::Setting { key, value, .. } => password::is_secret(key, value),
            _ => false,
        })
    }

    /// Whoever can write the file chooses brokers, and the command that gives the password.
    #[cfg(unix)]
    fn refuse_if_open_to_others(&self) -> Result<()> {
        use std::os::unix::fs::MetadataExt;
        let Ok(metadata) = std::fs::metadata(&self.path) else { return Ok(()) };
        let (mode, name) = (metadata.mode() & 0o777, self.path.display());
        let why = match (mode & 0o022 != 0, mode & 0o044 != 0 && self.has_secret()) {
            (true, _) => "others can write it",
            (false, true) => "it has a secret, and others can read it",
            (false, false) => return Ok(()),
        };
        Err(Failure::local(format!("{name} is not used: {why} (mode {mode:04o})"))
            .hint(format!("chmod 600 {name} closes it")))
    }

    #[cfg(not(unix))]
    fn refuse_if_open_to_others(&self) -> Result<()> {
        Ok(())
    }
}

impl fmt::Debug for Contexts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.names()).finish()
    }
}

/// `KADM_CONTEXTS`, else a file in the user's folder for configurations.
fn path(outside: &Outside<'_>) -> Option<PathBuf> {
    let file = |folder: PathBuf| folder.join("kadm").join("contexts.properties");
    let var = |name| outside.var(name).map(PathBuf::from);
    var("KADM_CONTEXTS")
        .or_else(|| var("XDG_CONFIG_HOME").map(file))
        .or_else(|| var("HOME").map(|home| file(home.join(".config"))))
        .or_else(|| var("APPDATA").map(file))
}

fn says(line: &str) -> Result<Says, String> {
    let trimmed = line.trim();
    if trimmed.is_empty() || trimmed.starts_with(['#', '!']) {
        return Ok(Says::Nothing);
    }
    let properties = Properties::parse(trimmed);
    let (name, value) = properties.iter().next().ok_or("it is not NAME.KEY = VALUE")?;
    if ends_in_a_single_backslash(trimmed) {
        return Err("it ends with a backslash, and a setting is one line here".into());
    }
    if name == CURRENT {
        return check_name(value.trim()).map(|()| Says::Current(value.trim().into()));
    }
    let (context, key) = name.split_once('.').ok_or("it is not NAME.KEY = VALUE")?;
    check_name(context)?;
    let key = known(key)?.to_owned();
    Ok(Says::Setting { context: context.into(), key, value: Zeroizing::new(value.into()) })
}

fn ends_in_a_single_backslash(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// The first name of a setting.
fn known(key: &str) -> Result<&str, String> {
    if let Some(key) = ConfigKey::find(key) {
        return Ok(key.name);
    }
    let is_own = own::ALL.contains(&key);
    is_own.then_some(key).ok_or_else(|| {
        let all = ConfigKey::all().iter().flat_map(ConfigKey::names).chain(own::ALL);
        format!("{} is no setting{}", Escaped(key), near::question(key, all))
    })
}

fn check_name(name: &str) -> Result<(), String> {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_name = !name.is_empty() && name.len() <= MAX_NAME && name.chars().all(is_plain);
    match is_name && name != CURRENT {
        true => Ok(()),
        false => Err(format!(
            "{} is no name of a context: letters, digits, - and _, at most {MAX_NAME}",
            Escaped(name)
        )),
    }
}

/// A value as the file has it. What is first in it is never taken for the white space in front of it.
fn written(value: &str) -> String {
    let value = value.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r");
    match value.starts_with(' ') {
        true => format!("\\{value}"),
        false => value,
    }
}

#[cfg(unix)]
fn for_its_owner(options: &mut OpenOptions) -> &OpenOptions {
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600)
}

#[cfg(not(unix))]
fn for_its_owner(options: &mut OpenOptions) -> &OpenOptions {
    options
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Contexts> {
        Contexts::parse("c".into(), text)
    }

    #[test]
    fn contexts_are_added_used_and_removed_and_comments_stay() {
        let mut contexts = parsed("# mine\nprod.bootstrap.servers = p:9198\n").unwrap();
        let value = " C:\\a b\n";
        contexts.add("dev", &[("client.id".into(), value.into())]).unwrap();
        contexts.set_current("dev").unwrap();
        assert_eq!((contexts.names(), contexts.current()), (vec!["prod", "dev"], Some("dev")));
        assert_eq!(contexts.settings("dev").unwrap().get("client.id"), Some(value));
        contexts.set_current("prod").unwrap();
        contexts.remove("dev").unwrap();
        let lines: Vec<_> = contexts.lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, ["# mine", "prod.bootstrap.servers = p:9198", "current = prod"]);
        contexts.remove("prod").unwrap();
        assert_eq!(contexts.current(), None);
    }

    #[test]
    fn a_broken_line_is_told_by_its_number_and_nothing_is_used() {
        for (text, told) in [
            (
                "a.client.id=x\n\nb.sasl.usernmae=y",
                "c, line 3: sasl.usernmae is no setting; did you mean sasl.username?",
            ),
            (
                "a.password.fiel=y",
                "c, line 1: password.fiel is no setting; did you mean password.file?",
            ),
            ("nonsense", "c, line 1: it is not NAME.KEY = VALUE"),
            ("a.client.id=x\\", "c, line 1: it ends with a backslash"),
            ("a b.client.id=x", "c, line 1: it is not NAME.KEY"),
            ("current=b\na.client.id=x", "c: there is no context b"),
        ] {
            let failure = parsed(text).unwrap_err();
            assert!(failure.message.starts_with(told), "{text}: {}", failure.message);
        }
    }

    #[test]
    fn a_name_is_plain_and_taken_once() {
        let mut contexts = parsed("a.client.id=x").unwrap();
        for name in ["", "current", "a.b", "a b", "é", &"n".repeat(65)] {
            assert!(contexts.add(name, &[]).is_err(), "{name}");
        }
        assert!(contexts.add("a", &[]).unwrap_err().message.contains("already"));
        let near = contexts.settings("prod").unwrap_err();
        assert_eq!(near.hint.as_deref(), Some("there are: a"));
    }

    #[test]
    fn debug_shows_no_value() {
        let contexts = parsed("a.sasl.password=MARKER").unwrap();
        assert_eq!(format!("{contexts:?}"), r#"["a"]"#);
        assert!(contexts.has_secret());
    }
}
