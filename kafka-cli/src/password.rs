//! Where passwords come from: a file, standard input, a person at a terminal. Never an argument.

use std::fmt::Display;
use std::io::{self, ErrorKind, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use kafka_admin::escape::Escaped;
use kafka_admin::{ConfigKey, Secret};
use zeroize::Zeroizing;

use crate::aws_json;
use crate::failure::{Failure, Result};
use crate::outside::Outside;

/// What is read at most, of a password or a file of settings.
const MAX_LENGTH: usize = 1 << 20;
/// What a command for a password may take: it may ask somebody for a PIN.
const COMMAND_TIME: Duration = Duration::from_secs(60);
/// Bytes that are read at once, and room for a password at first.
const CHUNK: usize = 4_096;

/// Reads a password from a file, or for `-` from standard input: there a line, or, from a person,
/// without showing what is typed. A file that others can read gets a warning.
///
/// The JSON of a secret of AWS Secrets Manager is understood too, see [`login_from_file`].
pub(crate) fn from_file(path: &Path, whose: &str, outside: &Outside<'_>) -> Result<Secret> {
    login_from_file(path, whose, outside).map(|(_, password)| password)
}

/// The same with the user, whom a secret of AWS Secrets Manager names.
pub(crate) fn login_from_file(
    path: &Path,
    whose: &str,
    outside: &Outside<'_>,
) -> Result<(Option<String>, Secret)> {
    let password = match (path == Path::new("-"), outside.terminals().stdin) {
        (true, true) => ask(whose)?,
        (true, false) => line_of(&mut standard_input()?).map_err(unreadable("standard input"))?,
        (false, _) => {
            warn_if_public(path, "the password file", outside);
            file(path).map_err(unreadable(format!("the password file {}", path.display())))?
        }
    };
    let password = text(&password).map_err(unreadable(format!("the password of {whose}")))?;
    if let Some((user, password)) = aws_json::secret(password) {
        return Ok((Some(user), Secret::new(password.as_str())));
    }
    match without_line_end(password) {
        "" => Err(Failure::local(format!("the password of {whose} is empty"))),
        password => Ok((None, Secret::new(password))),
    }
}

/// Runs a command of the shell, and takes the first line that it prints. What it says on standard error is shown
/// as it comes, so that it can ask for a PIN or tell why it fails.
///
/// # Errors
/// It does not start, fails, prints nothing, or is not done within [`COMMAND_TIME`], when it is ended.
pub(crate) fn from_command(command: &str, whose: &str) -> Result<Secret> {
    let what = format!("the command for the password of {whose}");
    let cannot = |error: io::Error| Failure::local(format!("{what} does not run: {error}"));
    let mut child =
        shell(command).stdin(Stdio::null()).stdout(Stdio::piped()).spawn().map_err(cannot)?;
    let mut output = child.stdout.take().ok_or_else(|| Failure::local(what.clone()))?;
    let (sender, line) = mpsc::channel();
    // Reading takes as long as the command likes.
    std::thread::spawn(move || {
        let line = line_of(&mut output);
        // Up to its end, or the command meets a pipe that is closed.
        let _ = io::copy(&mut output, &mut io::sink());
        sender.send(line)
    });
    let line = match line.recv_timeout(COMMAND_TIME) {
        Ok(line) => line.map_err(unreadable(&what))?,
        Err(_) => {
            let _ = child.kill();
            let _ = child.wait();
            return Err(Failure::local(format!(
                "{what} took more than {} s",
                COMMAND_TIME.as_secs()
            )));
        }
    };
    let status = child.wait().map_err(cannot)?;
    if !status.success() {
        return Err(Failure::local(format!("{what} failed: {status}")));
    }
    match without_line_end(text(&line).map_err(unreadable(&what))?) {
        "" => Err(Failure::local(format!("{what} prints nothing"))),
        password => Ok(Secret::new(password)),
    }
}

/// Whether nobody else may see the value of this setting.
pub(crate) fn is_secret(key: &str, value: &str) -> bool {
    let names_password =
        key == "sasl.jaas.config" && value.to_ascii_lowercase().contains("password");
    names_password || ConfigKey::find(key).is_some_and(|key| key.is_secret)
}

#[cfg(unix)]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]);
    shell
}

#[cfg(not(unix))]
fn shell(command: &str) -> Command {
    let mut shell = Command::new("cmd");
    shell.args(["/C", command]);
    shell
}

/// Asks the person at the terminal, if there is one.
pub(crate) fn from_person(whose: &str, outside: &Outside<'_>) -> Result<Option<Secret>> {
    match outside.terminals().stdin {
        true => from_file(Path::new("-"), whose, outside).map(Some),
        false => Ok(None),
    }
}

/// Asks the person at the terminal, if there is one, for a password that is to be: twice, since nobody
/// sees what is typed.
pub(crate) fn new_from_person(whose: &str, outside: &Outside<'_>) -> Result<Option<Secret>> {
    let Some(first) = from_person(whose, outside)? else { return Ok(None) };
    let again = from_person(&format!("{whose}, again"), outside)?;
    match again.is_some_and(|again| again.matches(first.expose().as_bytes())) {
        true => Ok(Some(first)),
        false => Err(Failure::local("the two passwords differ").hint("repeat the command")),
    }
}

/// Reads a whole file that may hold secrets.
pub(crate) fn file(path: &Path) -> io::Result<Zeroizing<Vec<u8>>> {
    whole(std::fs::File::open(path)?)
}

/// Reads all of standard input.
pub(crate) fn whole_input() -> io::Result<Zeroizing<Vec<u8>>> {
    whole(io::stdin().lock())
}

fn whole(mut file: impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let (mut content, mut chunk) = (empty(), Zeroizing::new([0; CHUNK]));
    loop {
        match file.read(&mut *chunk) {
            Ok(0) => return Ok(content),
            Ok(length) => content = joined(content, &chunk[..length])?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The text of such a file.
pub(crate) fn text(content: &[u8]) -> io::Result<&str> {
    std::str::from_utf8(content)
        .map_err(|_| io::Error::new(ErrorKind::InvalidData, "it is not UTF-8"))
}

/// ssh refuses such files; here they are taken, because mounted secrets look like that in places where
/// nobody else is on the machine.
#[cfg(unix)]
pub(crate) fn warn_if_public(path: &Path, what: &str, outside: &Outside<'_>) {
    use std::os::unix::fs::MetadataExt;
    // A file that cannot be looked at cannot be read either, and that is told.
    let Ok(metadata) = std::fs::metadata(path) else { return };
    let mode = metadata.mode() & 0o777;
    if metadata.is_file() && mode & 0o077 != 0 {
        let name = path.display();
        outside.warn(format!(
            "{what} {name} is open to others (mode {mode:04o}): chmod 600 {name} closes it"
        ));
    }
}

#[cfg(not(unix))]
pub(crate) fn warn_if_public(_: &Path, _: &str, _: &Outside<'_>) {}

/// Up to the end of the line and no byte farther: the next line may be another password.
fn line_of(input: &mut impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let (mut line, mut byte) = (empty(), Zeroizing::new([0]));
    while line.last() != Some(&b'\n') {
        match input.read(&mut *byte) {
            Ok(0) => break,
            Ok(_) => line = joined(line, &*byte)?,
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(line)
}

fn empty() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(CHUNK))
}

/// A vector that grows in place leaves its old memory behind, unwiped.
fn joined(mut content: Zeroizing<Vec<u8>>, more: &[u8]) -> io::Result<Zeroizing<Vec<u8>>> {
    let length = content.len() + more.len();
    if length > MAX_LENGTH {
        let limit = format!("it has more than {MAX_LENGTH} bytes");
        return Err(io::Error::new(ErrorKind::FileTooLarge, limit));
    }
    if length > content.capacity() {
        let mut roomy = Zeroizing::new(Vec::with_capacity(2 * length));
        roomy.extend_from_slice(&content);
        content = roomy;
    }
    content.extend_from_slice(more);
    Ok(content)
}

/// Standard input without the buffer of `std::io::stdin`, which nobody wipes.
#[cfg(unix)]
fn standard_input() -> Result<impl Read> {
    use std::os::fd::AsFd;
    let input = io::stdin().as_fd().try_clone_to_owned();
    input.map(std::fs::File::from).map_err(unreadable("standard input"))
}

#[cfg(not(unix))]
fn standard_input() -> Result<impl Read> {
    Ok(io::stdin())
}

/// Only the end of the line is not a part of it: passwords may end in blanks.
fn without_line_end(text: &str) -> &str {
    let text = text.strip_suffix('\n').unwrap_or(text);
    text.strip_suffix('\r').unwrap_or(text)
}

/// Reads from the terminal without showing what is typed. Ctrl-C puts the terminal back in order.
fn ask(whose: &str) -> Result<Zeroizing<Vec<u8>>> {
    let answer = rpassword::prompt_password(format!("password of {}: ", Escaped(whose)));
    answer.map(|password| Zeroizing::new(password.into_bytes())).map_err(|error| {
        Failure::local(format!("the password could not be asked for without showing it: {error}"))
            .hint("put it in a file for --password-file, or pipe it to standard input with --password-file -")
    })
}

/// For `map_err`.
pub(crate) fn unreadable(what: impl Display) -> impl FnOnce(io::Error) -> Failure {
    move |error| Failure::cannot_read(what, error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Captured;

    #[test]
    fn a_line_end_is_not_a_part_of_the_password() {
        assert_eq!(without_line_end("p w \r\n"), "p w ");
        assert_eq!(without_line_end("pw\n\n"), "pw\n");
        assert_eq!(without_line_end("pw"), "pw");
    }

    #[test]
    fn standard_input_gives_a_line_for_each_password() {
        let mut input = b"first\nsecond\n".as_slice();
        assert_eq!(*line_of(&mut input).unwrap(), b"first\n");
        assert_eq!(*line_of(&mut input).unwrap(), b"second\n");
        assert_eq!(*line_of(&mut input).unwrap(), b"");
    }

    /// `read_line` of an endless line ends when the memory does.
    #[test]
    fn an_endless_line_is_refused() {
        let error = line_of(&mut io::repeat(b'x')).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::FileTooLarge);
        let endless = file(Path::new("/dev/zero"));
        assert!(endless.is_err_and(|error| !cfg!(unix) || error.kind() == ErrorKind::FileTooLarge));
    }

    #[test]
    fn a_missing_file_is_named() {
        let mut captured = Captured::default();
        let failure =
            from_file(Path::new("/nowhere/pw"), "rudder", &captured.outside()).unwrap_err();
        assert!(failure.message.contains("/nowhere/pw"));
        assert!(from_person("rudder", &captured.outside()).unwrap().is_none());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_gets_a_warning_and_is_read() {
        use std::os::unix::fs::PermissionsExt;
        let path = std::env::temp_dir().join(format!("kadm-password-{}", std::process::id()));
        std::fs::write(&path, "pw\n").unwrap();
        for (mode, is_open) in [(0o600, false), (0o400, false), (0o640, true), (0o604, true)] {
            std::fs::set_permissions(&path, PermissionsExt::from_mode(mode)).unwrap();
            let mut captured = Captured::default();
            let outside = captured.outside();
            let password = from_file(&path, "rudder", &outside).unwrap();
            assert_eq!(password.expose(), "pw");
            let warnings = outside.take_warnings();
            assert_eq!(!warnings.is_empty(), is_open, "{mode:o}: {warnings:?}");
            assert!(warnings.iter().all(|warning| warning.contains(&format!("{mode:04o}"))));
        }
        std::fs::remove_file(&path).unwrap();
    }
}
