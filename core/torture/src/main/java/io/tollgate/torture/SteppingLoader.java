package io.tollgate.torture;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads the gate's classes anew, with a call of {@link Hook#step}, or of another class's, before each access to a buffer. Nothing else in
 * them is changed, and the arguments of the access are computed before the step: as in a thread that is interrupted just before its load or
 * store.
 */
public final class SteppingLoader extends ClassLoader {
    static {
        registerAsParallelCapable();
    }

    private static final String ENGINE = "io.tollgate.torture.";
    private static final String WORLD = "io.tollgate.torture.world.";
    private static final Set<String> BUFFERS = Set.of(
            "org/agrona/concurrent/UnsafeBuffer",
            "org/agrona/concurrent/AtomicBuffer",
            "org/agrona/MutableDirectBuffer",
            "org/agrona/DirectBuffer",
            "org/agrona/UnsafeApi");
    /** What the world must close in the place of the operating system, and the book, which the judge reads. */
    private static final Set<String> TOLD = Set.of(
            "io/tollgate/gate/state/MappedFile", "io/tollgate/gate/state/StateLock", "io/tollgate/gate/book/Book");

    private static final int MOST_SITES = 1 << 16;

    private final String hook;
    private final Predicate<String> anew;
    private final Predicate<String> asItIs;
    private final List<String> sites = Collections.synchronizedList(new ArrayList<>());
    /** Written once for each site, before a class that has it is defined. */
    private final boolean[] ordered = new boolean[MOST_SITES];

    /**
     * Makes a loader for torture.
     *
     * @param parent has the gate's classes, and everything that is not rewritten
     */
    public SteppingLoader(ClassLoader parent) {
        this(
                parent,
                Hook.class,
                name -> !name.startsWith(ENGINE) || name.startsWith(WORLD),
                name -> name.startsWith(WORLD));
    }

    /**
     * Makes a loader.
     *
     * @param parent has the gate's classes, and everything that is not rewritten
     * @param hook public, with the static methods of {@link Hook}; not loaded anew
     * @param anew classes of this project to be loaded anew, by their names
     * @param asItIs those of them that are not rewritten
     */
    public SteppingLoader(ClassLoader parent, Class<?> hook, Predicate<String> anew, Predicate<String> asItIs) {
        super("stepping", parent);
        this.hook = hook.getName().replace('.', '/');
        this.anew = anew;
        this.asItIs = asItIs;
        setDefaultAssertionStatus(true);
    }

    /** What a site's number stands for: class, method, line, access. */
    public String site(int number) {
        return number >= 0 && number < sites.size() ? sites.get(number) : "?";
    }

    /** Whether the access is one that others rely on: not a plain one. */
    public boolean isOrdered(int number) {
        return ordered[number];
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.tollgate.") || !anew.test(name)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        final byte[] original = bytes(name);
        final byte[] code = asItIs.test(name) ? original : rewrite(original);
        return defineClass(name, code, 0, code.length);
    }

    private byte[] bytes(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (final IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private byte[] rewrite(byte[] original) {
        final ClassReader reader = new ClassReader(original);
        // only calls without results are added: frames stay valid, one more operand at most is on the stack
        final ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        reader.accept(new Stepper(writer), 0);
        return writer.toByteArray();
    }

    private static boolean isAccess(String owner, String name) {
        return BUFFERS.contains(owner)
                && (name.startsWith("get")
                        || name.startsWith("put")
                        || name.startsWith("compareAnd")
                        || name.equals("setMemory"));
    }

    private final class Stepper extends ClassVisitor {
        private String className = "";

        Stepper(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                @Nullable String signature,
                @Nullable String superName,
                String @Nullable [] interfaces) {
            className = name;
            super.visit(version, access, name, signature, superName, interfaces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access,
                String name,
                String descriptor,
                @Nullable String signature,
                String @Nullable [] exceptions) {
            final MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            return new Steps(next, className, name);
        }
    }

    private final class Steps extends MethodVisitor {
        private final String className;
        private final String method;
        private final boolean tells;
        private int line;

        Steps(MethodVisitor next, String className, String method) {
            super(Opcodes.ASM9, next);
            this.className = className;
            this.method = method;
            this.tells = method.equals("<init>") && TOLD.contains(className);
        }

        @Override
        public void visitLineNumber(int number, Label start) {
            line = number;
            super.visitLineNumber(number, start);
        }

        @Override
        public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
            if (isAccess(owner, name)) {
                super.visitLdcInsn(newSite(name));
                super.visitMethodInsn(Opcodes.INVOKESTATIC, hook, "step", "(I)V", false);
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }

        @Override
        public void visitInsn(int opcode) {
            if (tells && opcode == Opcodes.RETURN) {
                super.visitVarInsn(Opcodes.ALOAD, 0);
                super.visitMethodInsn(Opcodes.INVOKESTATIC, hook, "opened", "(Ljava/lang/Object;)V", false);
            }
            super.visitInsn(opcode);
        }

        private Integer newSite(String access) {
            synchronized (sites) {
                sites.add(
                        className.substring(className.lastIndexOf('/') + 1) + "." + method + ":" + line + " " + access);
                final int number = sites.size() - 1;
                ordered[number] = access.endsWith("Volatile")
                        || access.endsWith("Acquire")
                        || access.endsWith("Release")
                        || access.startsWith("compareAnd");
                return number;
            }
        }
    }
}
