package io.tollgate.polymarketclob;

import io.tollgate.rest.VenueText;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An account or contract on the chain. Equal whatever the case it was written in; shown with the check sum of EIP-55, as the official
 * clients send it.
 *
 * @param hex 40 lower-case hexadecimal digits
 */
public record Address(String hex) {
    static final int BYTES = 20;
    private static final Pattern TEXT = Pattern.compile("0[xX][0-9a-fA-F]{40}");
    private static final Pattern HEX = Pattern.compile("[0-9a-f]{40}");

    /** Checks the digits. */
    public Address {
        if (!HEX.matcher(hex).matches()) {
            throw new IllegalArgumentException("an address must be 40 lower-case hexadecimal digits: hex="
                    + VenueText.clean(hex) + "; use Address.of for text with 0x");
        }
    }

    /**
     * From text with {@code 0x}, in any case.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Address of(String text) {
        if (!isAddress(text)) {
            throw new IllegalArgumentException("an address must be 0x and 40 hexadecimal digits: address="
                    + VenueText.clean(text) + "; copy it again from the venue or the wallet");
        }
        return new Address(text.substring(2).toLowerCase(Locale.ROOT));
    }

    /** Whether the text is an address. */
    static boolean isAddress(String text) {
        return TEXT.matcher(text).matches();
    }

    static Address of(byte[] bytes) {
        return new Address(HexFormat.of().formatHex(bytes));
    }

    byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** With the check sum of EIP-55. */
    @Override
    public String toString() {
        final byte[] hash = Eip712.keccak(hex.getBytes(StandardCharsets.US_ASCII));
        final StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < hex.length(); i++) {
            final int nibble = hash[i / 2] >> (i % 2 == 0 ? 4 : 0) & 0xf;
            final char c = hex.charAt(i);
            text.append(nibble >= 8 ? Character.toUpperCase(c) : c);
        }
        return text.toString();
    }
}
