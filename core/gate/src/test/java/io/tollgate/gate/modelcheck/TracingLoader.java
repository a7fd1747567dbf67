package io.tollgate.gate.modelcheck;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Loads the gate's shipped classes once more, with {@link Accesses} told of each access through Agrona's buffers and addresses. */
final class TracingLoader extends ClassLoader {
    private static final String OURS = "io.tollgate.gate.";
    private static final String NOT_TRACED = "io.tollgate.gate.modelcheck.";
    private static final String BUFFER = "org/agrona/concurrent/UnsafeBuffer";
    private static final String BY_ADDRESS = "org/agrona/UnsafeApi";
    private static final String ACCESSES = "io/tollgate/gate/modelcheck/Accesses";

    TracingLoader() {
        super(TracingLoader.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS) || name.startsWith(NOT_TRACED)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            final ClassReader reader = new ClassReader(in);
            final ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(new Tracer(writer), 0);
            final byte[] code = writer.toByteArray();
            return defineClass(name, code, 0, code.length);
        } catch (final IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private record Call(int opcode, String owner, String name, String descriptor) {}

    /** Replaces each access by a call of a method of the same class that tells of it and then makes it. */
    private static final class Tracer extends ClassVisitor {
        private final Map<Call, String> bridges = new LinkedHashMap<>();
        private String className = "";

        Tracer(ClassVisitor next) {
            super(Opcodes.ASM9, next);
        }

        @Override
        public void visit(int version, int access, String name, String signature, String superName, String[] faces) {
            className = name;
            super.visit(version, access, name, signature, superName, faces);
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, thrown)) {
                @Override
                public void visitMethodInsn(int opcode, String owner, String called, String shape, boolean isFace) {
                    if (isAccess(owner, called, shape)) {
                        final Call call = new Call(opcode, owner, called, shape);
                        final String bridge = bridges.computeIfAbsent(call, c -> "traced$" + bridges.size());
                        super.visitMethodInsn(Opcodes.INVOKESTATIC, className, bridge, bridgeShape(call), false);
                    } else {
                        super.visitMethodInsn(opcode, owner, called, shape, isFace);
                    }
                }
            };
        }

        private static boolean isAccess(String owner, String called, String shape) {
            final boolean reaches =
                    called.startsWith("get") || called.startsWith("put") || called.startsWith("compareAnd");
            return reaches
                    && ((owner.equals(BUFFER) && shape.startsWith("(I"))
                            || (owner.equals(BY_ADDRESS) && shape.startsWith("(Ljava/lang/Object;J")));
        }

        private static String bridgeShape(Call call) {
            return call.opcode == Opcodes.INVOKESTATIC
                    ? call.descriptor
                    : "(L" + BUFFER + ";" + call.descriptor.substring(1);
        }

        @Override
        public void visitEnd() {
            bridges.forEach(this::bridge);
            super.visitEnd();
        }

        private void bridge(Call call, String name) {
            final MethodVisitor code =
                    super.visitMethod(Opcodes.ACC_STATIC | Opcodes.ACC_SYNTHETIC, name, bridgeShape(call), null, null);
            code.visitCode();
            code.visitLdcInsn(call.name);
            if (call.opcode == Opcodes.INVOKESTATIC) {
                code.visitVarInsn(Opcodes.LLOAD, 1);
            } else {
                code.visitVarInsn(Opcodes.ALOAD, 0);
                code.visitMethodInsn(Opcodes.INVOKEVIRTUAL, BUFFER, "addressOffset", "()J", false);
                code.visitVarInsn(Opcodes.ILOAD, 1);
                code.visitInsn(Opcodes.I2L);
                code.visitInsn(Opcodes.LADD);
            }
            code.visitMethodInsn(Opcodes.INVOKESTATIC, ACCESSES, "before", "(Ljava/lang/String;J)V", false);
            int local = 0;
            for (final Type argument : Type.getArgumentTypes(bridgeShape(call))) {
                code.visitVarInsn(argument.getOpcode(Opcodes.ILOAD), local);
                local += argument.getSize();
            }
            code.visitMethodInsn(call.opcode, call.owner, call.name, call.descriptor, false);
            code.visitInsn(Type.getReturnType(call.descriptor).getOpcode(Opcodes.IRETURN));
            code.visitMaxs(0, 0);
            code.visitEnd();
        }
    }
}
