package interop;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.UUID;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.sasl.SaslException;
import javax.security.sasl.SaslServer;
import javax.security.sasl.SaslServerFactory;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server's side of AWS_MSK_IAM: one message from the client, one answer. The client learns
 * no reason for a refusal, as on MSK; the broker's log has it under the same request id.
 */
final class IamSaslServer implements SaslServer {
    static final String MECHANISM = "AWS_MSK_IAM";
    static final String VERSION = "2020_10_22";
    /** Kafka's SaslInternalConfigs.CREDENTIAL_LIFETIME_MS_SASL_NEGOTIATED_PROPERTY_KEY. */
    private static final String EXPIRY = "CREDENTIAL.LIFETIME.MS";
    private static final Logger LOG = LoggerFactory.getLogger(IamSaslServer.class);

    private final CallbackHandler handler;
    private Identified identified;

    private IamSaslServer(CallbackHandler handler) {
        this.handler = handler;
    }

    /** Asks the {@link IamVerifier} whose signature this is. */
    static final class Signed implements Callback {
        final byte[] payload;
        Identified identified;

        Signed(byte[] payload) {
            this.payload = payload;
        }
    }

    /** Who signed, and until when (milliseconds since 1970) the signature counts. */
    record Identified(String arn, long until) { }

    @Override
    public byte[] evaluateResponse(byte[] payload) {
        String request = UUID.randomUUID().toString();
        Signed signed = new Signed(payload);
        try {
            handler.handle(new Callback[] {signed});
        } catch (Exception refused) {
            LOG.info("[{}] {}", request, refused.toString());
            throw new SaslAuthenticationException("[" + request + "]: Access denied");
        }
        identified = signed.identified;
        return ("{\"version\":\"" + VERSION + "\",\"request-id\":\"" + request + "\"}").getBytes(UTF_8);
    }

    @Override
    public String getMechanismName() {
        return MECHANISM;
    }

    @Override
    public boolean isComplete() {
        return identified != null;
    }

    @Override
    public String getAuthorizationID() {
        return complete().arn();
    }

    @Override
    public Object getNegotiatedProperty(String name) {
        return EXPIRY.equals(name) ? complete().until() : null;
    }

    @Override
    public byte[] unwrap(byte[] incoming, int offset, int length) {
        throw new IllegalStateException(MECHANISM + " has no security layer");
    }

    @Override
    public byte[] wrap(byte[] outgoing, int offset, int length) {
        throw new IllegalStateException(MECHANISM + " has no security layer");
    }

    @Override
    public void dispose() { }

    private Identified complete() {
        if (identified == null) {
            throw new IllegalStateException("the client has not been identified");
        }
        return identified;
    }

    /** Found by Java through the provider of {@link IamLoginModule}. */
    public static final class Factory implements SaslServerFactory {
        @Override
        public SaslServer createSaslServer(String mechanism, String protocol, String host,
                Map<String, ?> properties, CallbackHandler handler) throws SaslException {
            if (!(handler instanceof IamVerifier)) {
                throw new SaslException("sasl.server.callback.handler.class must be " + IamVerifier.class.getName());
            }
            return new IamSaslServer(handler);
        }

        @Override
        public String[] getMechanismNames(Map<String, ?> properties) {
            return new String[] {MECHANISM};
        }
    }
}
