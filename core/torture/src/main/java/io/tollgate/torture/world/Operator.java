package io.tollgate.torture.world;

/**
 * The operator: pulls the kill switch, and takes money out of the account, which is set aside first and until the gate has heard of it: money
 * that leaves by itself is gone before any gate can know.
 */
final class Operator implements Runnable {
    private enum Step {
        NOTHING,
        SETTING_ASIDE,
        SET_ASIDE,
        LETTING_GO,
        WITHDRAWN
    }

    private final World world;
    private Step step = Step.NOTHING;
    private long amount;
    private String entry = "";
    private long withdrawnAtNanos;
    private boolean halted;

    Operator(World world) {
        this.world = world;
    }

    boolean isAtRest() {
        return step == Step.NOTHING && !halted;
    }

    @Override
    public void run() {
        while (world.running()) {
            if (!world.draining || !isAtRest()) {
                act();
            }
            world.scheduler.idle();
        }
    }

    private void act() {
        final int dice = world.random.nextInt(100);
        if (halted) {
            if (dice < 30 || world.draining) {
                world.say("operator", "resumes");
                world.operations++;
                world.gate().resume();
                halted = false;
            }
        } else if (dice < 3 && !world.draining) {
            halted = true;
            world.say("operator", "halts");
            world.operations++;
            world.gate().halt();
        } else if (dice < 40) {
            move();
        }
    }

    private void move() {
        switch (step) {
            case NOTHING -> {
                if (!world.draining && world.bench.free(Terms.CASH).signum() > 0) {
                    amount = 2
                            * (world.random.nextLong(
                                                    1,
                                                    world.bench.free(Terms.CASH).longValueExact() + 1)
                                            / 4
                                    + 1);
                    step = Step.SETTING_ASIDE;
                }
            }
            case SETTING_ASIDE -> {
                if (encumber(amount)) {
                    step = Step.SET_ASIDE;
                }
            }
            case SET_ASIDE -> {
                // what was reserved before the limit fell is still in front
                if (world.bench.free(Terms.CASH).longValueExact() >= amount && world.watch.coversHolds(Terms.CASH)) {
                    withdrawnAtNanos = ++world.nowNanos;
                    entry = world.venue.withdraw(amount);
                    step = Step.WITHDRAWN;
                } else {
                    step = Step.LETTING_GO;
                }
            }
            case LETTING_GO -> {
                if (encumber(0)) {
                    step = Step.NOTHING;
                }
            }
            case WITHDRAWN -> {
                if (world.watch.records().hasApplied(entry)
                        || world.watch.records().provedRequestNanos() >= withdrawnAtNanos) {
                    step = Step.LETTING_GO;
                }
            }
        }
    }

    /** False if BookKeeper did not answer in time: it may hear of it yet, so it is asked again. */
    private boolean encumber(long units) {
        world.operations++;
        world.say("operator", "sets aside " + units);
        try {
            world.gate().encumber(world.usd(), units, "operator", "torture");
            return true;
        } catch (final IllegalStateException e) {
            world.say("operator", "heard nothing: " + e.getMessage());
            return false;
        }
    }
}
