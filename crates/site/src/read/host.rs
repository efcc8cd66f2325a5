//! Names of hosts in addresses, and what stands in for them.
use ground::diagnostic::{Diagnostic, Level};

/// Whether it is the name of a host in plain letters, with a port or without (RFC 3986, section
/// 3.2.2; RFC 1123, section 2.1). Nobody's name and password stand before it.
pub(crate) fn is_host(host: &str) -> bool {
    let (name, port) =
        host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port > 0);
    name.len() <= 253 && name.split('.').all(is_label) && port.is_none_or(is_port)
}

fn is_label(label: &str) -> bool {
    let inner = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
    (1..=63).contains(&label.len())
        && label.bytes().all(inner)
        && !label.starts_with('-')
        && !label.ends_with('-')
}

/// Whether the host of an address is one that stands for no one in examples (RFC 2606, RFC 6761):
/// nobody can have it. `.test` is left out, as tests of this program publish with it.
pub(crate) fn is_stand_in(address: &str) -> bool {
    let host = of_address(address).to_ascii_lowercase();
    let name = host.trim_end_matches('.');
    let mut labels = name.rsplit('.');
    matches!(
        (labels.next(), labels.next()),
        (Some("example" | "invalid" | "localhost"), _)
            | (Some("com" | "net" | "org"), Some("example"))
    )
}

/// The name of the host in an address, without a person's name before it or a port behind.
fn of_address(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let host = host.rsplit('@').next().unwrap_or_default();
    host.split(':').next().unwrap_or_default()
}

/// The finding for what the practice has not said yet.
pub(super) fn unsaid(key: &str, value: &str) -> Diagnostic {
    let message =
        format!("the practice has not said its {key} yet: `{value}` is a stand-in");
    Diagnostic::new("gap", Level::Unpublishable, message)
}

#[cfg(test)]
mod tests {
    use super::is_stand_in;

    #[test]
    fn a_reserved_name_stands_for_no_one() {
        for address in [
            "https://example.com/study",
            "https://www.example.org",
            "https://a.b.EXAMPLE.net:443/x",
            "https://practice.example/",
            "https://practice.example./",
            "https://address.invalid/",
            "https://localhost:8000/",
            "https://user@example.com/",
        ] {
            assert!(is_stand_in(address), "{address}");
        }
        for address in [
            "https://example.com.au/",
            "https://myexample.com/",
            "https://example.edu/",
            "https://practice.test/example.com",
            "https://doi.org/10.1000/example.com",
        ] {
            assert!(!is_stand_in(address), "{address}");
        }
    }
}
