package io.tollgate.gatekeeper.config;

import io.tollgate.polymarketclob.ClobBalanceCheck;
import io.tollgate.polymarketclob.ClobConfig;
import io.tollgate.rest.Calls;
import io.tollgate.rest.FeedEnvironment;
import io.tollgate.rest.MalformedMessageException;
import io.tollgate.rest.RefusedException;
import io.tollgate.rest.VenueText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads a balance at the CLOB with each spender's allowance, and looks for money in the owner's other wallets where it reads zero. */
final class ClobReader implements BalanceReader {
    private final ClobConfig config;
    private final FeedEnvironment environment = FeedEnvironment.system();

    ClobReader(ClobConfig config) {
        this.config = config;
    }

    @Override
    public Found read(Duration timeout) {
        final Duration allowedSkew = config.polling().allowedSkew();
        try (Calls calls = new Calls(
                "polymarket-clob",
                timeout,
                config.polling().maxBodyBytes(),
                allowedSkew,
                environment.nanoClock(),
                environment.wallClock())) {
            final ClobBalanceCheck check = ClobBalanceCheck.read(config, calls);
            final Map<String, Long> allowances = new LinkedHashMap<>();
            check.allowances()
                    .forEach((kind, units) ->
                            allowances.put(kind + " " + config.contracts().spender(kind), units));
            final List<String> hints = new ArrayList<>(check.hints());
            hints.addAll(SourceReader.clockHints(calls, allowedSkew));
            return new Found(check.snapshot(), "", allowances, hints);
        } catch (IOException e) {
            return Found.failed("no answer (" + VenueText.clean(e.getMessage()) + ")");
        } catch (MalformedMessageException | RefusedException e) {
            return Found.failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {}
}
