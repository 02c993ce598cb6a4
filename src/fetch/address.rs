//! Addresses of the web: which ones are asked, where a redirection may lead, and which lie inside this machine or the
//! network around it.
//!
//! Host names are looked up here to judge them; nothing is asked of a server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, ToSocketAddrs};

use url::{Host, Url};

use super::FetchError;

/// Whether a word that a person gave means an address rather than a file: it has a scheme and `//`.
pub fn is_address(word: &str) -> bool {
    word.split_once("://").is_some_and(|(scheme, _)| {
        !scheme.is_empty() && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
    })
}

/// Reads an address. A fragment is no part of what is asked.
///
/// # Errors
/// `Address` for what is none of HTTP or HTTPS, `Secret` where a name and a password are in it.
pub fn address(text: &str) -> Result<Url, FetchError> {
    let fault = || FetchError::Address { url: text.trim().to_owned() };
    let mut url = Url::parse(text.trim()).map_err(|_| fault())?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err(fault());
    }
    if !url.username().is_empty() || url.password().is_some() {
        // Neither is repeated in a message that may be kept. Both can be taken off where there is a host.
        let _ = url.set_username("");
        let _ = url.set_password(None);
        return Err(FetchError::Secret { url: url.to_string() });
    }
    url.set_fragment(None);
    Ok(url)
}

/// Where a redirection leads.
///
/// # Errors
/// `Redirection` for one to another scheme, or from an encrypted connection to one that is not.
pub(super) fn next(at: &Url, to: &str) -> Result<Url, FetchError> {
    let fault = || FetchError::Redirection { url: at.to_string(), to: to.to_owned() };
    let url = at.join(to).map_err(|_| fault())?;
    let url = address(url.as_str()).map_err(|_| fault())?;
    if at.scheme() == "https" && url.scheme() != "https" { Err(fault()) } else { Ok(url) }
}

/// Whether an address leads to this machine or the network around it, as its name is looked up now.
pub(super) fn is_inside(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_inside_ip(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_inside_ip(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => {
            let found = (name, url.port_or_known_default().unwrap_or_default()).to_socket_addrs();
            found.is_ok_and(|mut all| all.any(|socket| is_inside_ip(socket.ip())))
        }
        None => false,
    }
}

/// Whether a machine is this one, or one of the network around it: loopback, private (RFC 1918, RFC 4193),
/// link-local, and the shared space of carriers (RFC 6598).
pub(super) fn is_inside_ip(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_inside_v4(ip),
        IpAddr::V6(ip) => is_inside_v6(ip),
    }
}

fn is_inside_v4(ip: Ipv4Addr) -> bool {
    let [first, second, ..] = ip.octets();
    first == 0
        || ip.is_loopback()
        || ip.is_private()
        || ip.is_link_local()
        || ip.is_broadcast()
        || (first == 100 && second & 0xC0 == 64)
}

fn is_inside_v6(ip: Ipv6Addr) -> bool {
    let mapped = ip.to_ipv4_mapped().is_some_and(is_inside_v4);
    mapped || ip.is_loopback() || ip.is_unspecified() || ip.is_unique_local() || ip.is_unicast_link_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_asked_and_no_password_is_sent_or_told() {
        assert_eq!(address(" HTTP://Example.org/a b#c ").unwrap().as_str(), "http://example.org/a%20b");
        assert_eq!(
            address("https://مثال.example/خبر").unwrap().as_str(),
            "https://xn--mgbh0fb.example/%D8%AE%D8%A8%D8%B1"
        );
        for bad in ["file:///etc/passwd", "ftp://example.org/", "example.org", "http://", "//x", ""] {
            assert!(matches!(address(bad), Err(FetchError::Address { .. })), "{bad}");
        }
        let told = address("http://me:hidden@example.org/").unwrap_err();
        assert!(matches!(told, FetchError::Secret { .. }) && !told.to_string().contains("hidden"));
        assert!(is_address("gopher://x") && !is_address("a/b://c") && !is_address("C:/x"));
    }

    #[test]
    fn a_redirection_stays_in_the_web_and_encrypted() {
        let to = |at: &str, to: &str| next(&Url::parse(at).unwrap(), to).map(String::from);
        assert_eq!(to("https://a.example/x/y", "../z").unwrap(), "https://a.example/z");
        assert_eq!(to("http://a.example/", "//b.example/").unwrap(), "http://b.example/");
        for bad in ["http://a.example/", "file:///etc/passwd", "javascript:x", "https://u:p@a.example/"] {
            assert!(matches!(to("https://a.example/", bad), Err(FetchError::Redirection { .. })), "{bad}");
        }
    }

    #[test]
    fn what_is_inside_is_known_however_it_is_written() {
        for inside in [
            "http://127.0.0.1/",
            "http://0x7f.1/",
            "http://2130706433/",
            "http://localhost/",
            "http://10.1.2.3/",
            "http://192.168.0.1/",
            "http://169.254.169.254/",
            "http://100.64.0.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://0.0.0.0/",
        ] {
            assert!(is_inside(&address(inside).unwrap()), "{inside}");
        }
        for outside in ["http://192.0.2.1/", "http://8.8.8.8/", "http://[2001:db8::1]/"] {
            assert!(!is_inside(&address(outside).unwrap()), "{outside}");
        }
    }
}
