package interop;

import java.security.Provider;
import java.security.Security;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.spi.LoginModule;
import javax.security.sasl.SaslServerFactory;

/**
 * The name to put into {@code sasl.jaas.config}. A broker logs in to nothing here: loading this
 * class is what makes AWS_MSK_IAM known to Java, and so to Kafka, which accepts any mechanism
 * with a registered {@link SaslServerFactory}. The options belong to {@link IamVerifier}.
 */
public final class IamLoginModule implements LoginModule {
    static {
        Security.addProvider(new IamProvider());
    }

    private static final class IamProvider extends Provider {
        private static final long serialVersionUID = 1;

        IamProvider() {
            super("interop", "1", "SASL server for " + IamSaslServer.MECHANISM);
            put("SaslServerFactory." + IamSaslServer.MECHANISM, IamSaslServer.Factory.class.getName());
        }
    }

    @Override
    public void initialize(Subject subject, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) { }

    @Override
    public boolean login() {
        return true;
    }

    @Override
    public boolean commit() {
        return true;
    }

    @Override
    public boolean abort() {
        return false;
    }

    @Override
    public boolean logout() {
        return true;
    }
}
