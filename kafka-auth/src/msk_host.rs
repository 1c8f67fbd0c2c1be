//! What the host name of a broker of Amazon MSK says.

/// What follows the region, by partition of AWS. The longer ends stand first.
const SUFFIXES: [&str; 10] = [
    ".vpce.amazonaws.com",
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".amazonaws.eu",
    ".api.aws",
    ".api.aws.ic.gov",
    ".api.aws.hci.ic.gov",
    ".api.aws.scloud",
    ".c2s.ic.gov",
    ".sc2s.sgov.gov",
];

/// What precedes the region.
const SERVICES: [&str; 3] = ["kafka", "kafka-serverless", "kafka-beta"];

/// The service, `kafka`, `kafka-serverless` or `kafka-beta`, and the region behind it, of a name in lower case
/// that ends as AWS's own names do. Neither means anything elsewhere in a name, and none of it is checked
/// further: whoever owns the name may have chosen the region.
///
/// ```
/// use kafka_auth::msk_host::service_and_region;
///
/// let host = "b-1.demo.abc123.c2.kafka.eu-west-1.amazonaws.com";
/// assert_eq!(service_and_region(host), Some(("kafka", "eu-west-1")));
/// assert_eq!(service_and_region("b-1.kafka.eu-west-1.amazonaws.com.example.org"), None);
/// ```
#[must_use]
pub fn service_and_region(host: &str) -> Option<(&str, &str)> {
    let rest = SUFFIXES.iter().find_map(|suffix| host.strip_suffix(suffix))?;
    let (service, region) = rest.rsplit_once('.')?;
    let service = service.rsplit('.').next()?;
    SERVICES.contains(&service).then_some((service, region))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i03_a_host_is_known_by_its_end_never_by_a_part() {
        for suffix in SUFFIXES {
            let host = format!("b-1.d.x.c2.kafka.some-region-1{suffix}");
            assert_eq!(service_and_region(&host), Some(("kafka", "some-region-1")), "{suffix}");
            assert_eq!(service_and_region(&format!("{host}.evil")), None, "{suffix}");
        }
        assert_eq!(service_and_region("b-1.d.x.c2.other.us-east-1.amazonaws.com"), None);
    }
}
