package io.tollgate.simulator.privy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tollgate.simulator.privy.PrivyBook.Place;
import io.tollgate.simulator.privy.PrivyTransfer.Status;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The truth without a server: what would be accepted is what is, and what is over is forgotten. */
class PrivyBookTest {
    private static final Place USDC = new Place("base", "usdc");
    private static final int HISTORY = 20;

    private final PrivyBook book = new PrivyBook(InstantSource.fixed(Instant.EPOCH), HISTORY);

    @Test
    void manyTransfersAreJudgedAndForgotten() {
        final Random random = new Random(2);
        final Deque<String> pending = new ArrayDeque<>();
        BigInteger wallet = BigInteger.ZERO;
        BigInteger promised = BigInteger.ZERO;
        int refused = 0;
        book.addWallet("account", "wallet");
        for (int i = 0; i < 20_000; i++) {
            final BigInteger amount = BigInteger.valueOf(1L + random.nextInt(9_000_000));
            final boolean pays = wallet.subtract(promised).compareTo(amount) >= 0;
            final BigInteger missing = amount.subtract(wallet).add(promised);
            assertThat(book.wouldAccept("wallet", USDC, amount, BigInteger.ZERO))
                    .isEqualTo(pays);
            assertThat(book.wouldAccept("wallet", USDC, amount, missing)).isTrue();
            assertThat(book.wouldAccept("wallet", USDC, amount, missing.subtract(BigInteger.ONE)))
                    .isFalse();
            if (pays) {
                pending.add(book.transfer("wallet", USDC, amount, "0xdestination", "order-" + i)
                        .id());
                promised = promised.add(amount);
            } else {
                refused++;
                final String reference = "order-" + i;
                assertThatThrownBy(() -> book.transfer("wallet", USDC, amount, "0xdestination", reference))
                        .isInstanceOf(PrivyRefusal.class);
            }
            if (pending.size() > 5) {
                final Status status = random.nextInt(4) == 0 ? Status.FAILED : Status.SUCCEEDED;
                final BigInteger ended =
                        book.end(pending.remove(), status, true).raw();
                promised = promised.subtract(ended);
                wallet = status == Status.SUCCEEDED ? wallet.subtract(ended) : wallet;
            }
            if (random.nextInt(10) == 0) {
                book.deposit("wallet", USDC, BigInteger.valueOf(30_000_000), false);
                wallet = wallet.add(BigInteger.valueOf(30_000_000));
            }
            assertThat(book.spendable("wallet", USDC)).isEqualTo(wallet.subtract(promised));
        }
        assertThat(refused).isBetween(1_000, 18_000);
        assertThat(book.transfers("wallet")).hasSizeLessThanOrEqualTo(HISTORY + 6);
        assertThatThrownBy(() -> book.transfer("wallet", USDC, BigInteger.ZERO, "0xdestination", ""))
                .isInstanceOf(PrivyRefusal.class);
    }
}
