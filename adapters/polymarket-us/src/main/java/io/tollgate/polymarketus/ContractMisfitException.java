package io.tollgate.polymarketus;

/** The first message shows that the field numbers are not the venue's: the feed must not go on. The text says what to do. */
final class ContractMisfitException extends Exception {
    private static final long serialVersionUID = 1L;

    private static final String CURE =
            "the venue does not publish its field numbers, and these do not fit: compile the venue's own "
                    + "bundle with protoc --include_imports --descriptor_set_out and give the file to ProtoContract.fromDescriptorSet";

    private static final String CURE_OWN =
            "check account and currency, and that the descriptor set was compiled from the venue's " + "current bundle";

    ContractMisfitException(String what, boolean venuesOwn) {
        super("the first message does not fit the contract (" + what + "); " + (venuesOwn ? CURE_OWN : CURE));
    }
}
