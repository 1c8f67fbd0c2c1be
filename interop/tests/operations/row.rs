//! One row of the table.

use std::fmt::Write;

use kafka_admin::ApiKey;
use kafka_admin::permissions::needed;

use crate::SERVED;

const ROWS: &str = include_str!("operations.tsv");
/// What brokers of three releases answered to ApiVersions: the API's key, its name, and a range for each.
const VERSIONS: &str = include_str!("../../../kafka-emulator/src/profile/api_versions.tsv");

pub(crate) const TITLES: &str = "\
| Java | API | ACL | IAM | kafka-admin | kadm | emulator | test |
|---|---|---|---|---|---|---|---|
";

/// An operation: what Java, the protocol, the library and the program call it.
pub(crate) struct Row {
    pub(crate) java: Vec<&'static str>,
    apis: Vec<ApiKey>,
    pub(crate) calls: Vec<&'static str>,
    pub(crate) commands: Vec<&'static str>,
    pub(crate) tests: Vec<&'static str>,
    /// What is left out, and why.
    pub(crate) note: &'static str,
}

pub(crate) fn rows() -> Vec<Row> {
    ROWS.lines().skip(1).map(row).collect()
}

fn row(line: &'static str) -> Row {
    let columns: Vec<&str> = line.split('\t').collect();
    let [java, apis, calls, commands, tests, note] = columns[..] else { panic!("{line:?}") };
    let apis = names(apis).into_iter().map(api).collect();
    let (java, calls, commands) = (names(java), names(calls), names(commands));
    Row { java, apis, calls, commands, tests: names(tests), note }
}

/// The names between commas.
fn names(cell: &'static str) -> Vec<&'static str> {
    cell.split(", ").filter(|name| !name.is_empty()).collect()
}

fn api(name: &str) -> ApiKey {
    let info = ApiKey::all().find(|info| info.name == name);
    info.unwrap_or_else(|| panic!("there is no API {name}")).key
}

impl Row {
    pub(crate) fn name(&self) -> String {
        format!("{:?} {:?}", self.java, self.calls)
    }

    /// Whether the library or the program has it.
    pub(crate) fn is_offered(&self) -> bool {
        !self.calls.is_empty() || !self.commands.is_empty()
    }

    pub(crate) fn line(&self) -> String {
        let versions = self.apis.iter().map(|api| versions(*api)).collect::<Vec<_>>();
        let mut cells = vec![code(&self.java), versions.join("; ")];
        cells.extend([self.acls(), self.actions()]);
        let commands: Vec<String> = self.commands.iter().map(|it| format!("kadm {it}")).collect();
        cells.extend([code(&self.calls), code(&commands)]);
        cells.extend([self.emulator().to_owned(), self.tests()]);
        let mut line = String::new();
        for cell in cells {
            let cell = if cell.is_empty() { "-" } else { &cell };
            write!(line, "| {cell} ").unwrap();
        }
        line + "|\n"
    }

    fn acls(&self) -> String {
        let needs = self.apis.iter().flat_map(|api| needed(*api));
        unique(needs.map(|it| format!("{} on {}", it.operation(), it.resource_type())))
    }

    fn actions(&self) -> String {
        let needs = self.apis.iter().flat_map(|api| needed(*api));
        unique(needs.flat_map(|it| it.iam_actions()).map(|it| (*it).to_owned()))
    }

    fn emulator(&self) -> &'static str {
        match self.apis.iter().all(|api| is_served(*api)) {
            _ if self.apis.is_empty() => "",
            true => "yes",
            false => "no",
        }
    }

    fn tests(&self) -> String {
        let mut cell = code(&self.tests);
        if !self.note.is_empty() {
            let gap = if cell.is_empty() { "" } else { "; " };
            write!(cell, "{gap}{}", self.note).unwrap();
        }
        cell
    }
}

fn is_served(api: ApiKey) -> bool {
    let line = format!("- {}", api.name().unwrap());
    SERVED.lines().any(|it| it == line)
}

/// The name and the versions of an API in each release.
fn versions(api: ApiKey) -> String {
    let listed = VERSIONS.lines().find(|line| line.split('\t').next() == Some(&api.0.to_string()));
    let columns: Vec<&str> = listed.map_or(vec![], |line| line.split('\t').skip(2).collect());
    format!("{} {}", api.name().unwrap(), columns.join(", ").replace("..", " to "))
}

fn code(names: &[impl AsRef<str>]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("`{}`", name.as_ref())).collect();
    names.join(", ")
}

fn unique(names: impl Iterator<Item = String>) -> String {
    let mut found: Vec<String> = Vec::new();
    for name in names {
        if !found.contains(&name) {
            found.push(name);
        }
    }
    found.join(", ")
}
