//! An HTTP client for the AWS SDK that takes no endless answers.

use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_types::body::SdkBody;
use http_body_util::Limited;

/// The longest answer of an endpoint with credentials. They have a few kilobytes; whoever answers at
/// `AWS_CONTAINER_CREDENTIALS_FULL_URI` could send for as long as the deadline lasts otherwise.
const MAX_ANSWER: usize = 256 * 1024;

/// A client by *ring*, whatever else is linked, whose answers end behind [`MAX_ANSWER`].
pub(super) fn client() -> SharedHttpClient {
    let tls = Provider::Rustls(CryptoMode::Ring);
    let client = aws_smithy_http_client::Builder::new().tls_provider(tls).build_https();
    SharedHttpClient::new(Bounded(client))
}

#[derive(Debug)]
struct Bounded<T>(T);

impl HttpClient for Bounded<SharedHttpClient> {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(Bounded(self.0.http_connector(settings, components)))
    }
}

impl HttpConnector for Bounded<SharedHttpConnector> {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let answer = self.0.call(request);
        HttpConnectorFuture::new(async move { Ok(answer.await?.map(bounded)) })
    }
}

fn bounded(body: SdkBody) -> SdkBody {
    SdkBody::from_body_1_x(Limited::new(body, MAX_ANSWER))
}

#[cfg(test)]
mod tests {
    use http_body_util::BodyExt;

    use super::*;

    #[tokio::test]
    async fn an_answer_ends_with_an_error_behind_the_limit() {
        let of = |length: usize| bounded(SdkBody::from(vec![b' '; length])).collect();
        assert_eq!(of(MAX_ANSWER).await.unwrap().to_bytes().len(), MAX_ANSWER);
        let error = of(MAX_ANSWER + 1).await.unwrap_err();
        assert_eq!(error.to_string(), "length limit exceeded");
    }
}
