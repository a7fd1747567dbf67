package io.tollgate.polymarketus;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.TimestampProto;
import io.tollgate.rest.VenueText;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Links the files of a descriptor set and finds messages and fields by name. Imports that the set lacks (annotations, documentation)
 * are left out: the messages that matter here do not need them.
 */
final class DescriptorSetReader {
    private static final String CURE =
            "compile the venue's funding.proto and positions.proto with protoc --include_imports --descriptor_set_out";

    private final Map<String, FileDescriptorProto> protos = new HashMap<>();
    private final Map<String, FileDescriptor> linked = new HashMap<>();

    DescriptorSetReader(FileDescriptorSet set) {
        for (FileDescriptorProto file : set.getFileList()) {
            protos.put(file.getName(), file);
        }
    }

    private FileDescriptor link(FileDescriptorProto file, Set<String> above) {
        FileDescriptor known = linked.get(file.getName());
        if (known != null) {
            return known;
        }
        if (!above.add(file.getName())) {
            throw new IllegalArgumentException(
                    "descriptor set must not import in circles: file=" + file.getName() + "; " + CURE);
        }
        List<FileDescriptor> imports = new ArrayList<>();
        for (String name : file.getDependencyList()) {
            FileDescriptorProto imported = protos.get(name);
            if (imported != null) {
                imports.add(link(imported, above));
            } else if (name.equals("google/protobuf/timestamp.proto")) {
                imports.add(TimestampProto.getDescriptor());
            }
        }
        above.remove(file.getName());
        try {
            FileDescriptor descriptor = FileDescriptor.buildFrom(file, imports.toArray(FileDescriptor[]::new), true);
            linked.put(file.getName(), descriptor);
            return descriptor;
        } catch (DescriptorValidationException e) {
            throw new IllegalArgumentException(
                    "descriptor set must be whole: file=" + file.getName() + " (" + VenueText.clean(e.getMessage())
                            + "); " + CURE,
                    e);
        }
    }

    /** The message of this full name. Only the file that declares it and what that imports is linked. */
    Descriptor message(String fullName) {
        int dot = fullName.lastIndexOf('.');
        String name = fullName.substring(dot + 1);
        for (FileDescriptorProto file : protos.values()) {
            if (file.getPackage().equals(fullName.substring(0, dot))
                    && file.getMessageTypeList().stream()
                            .anyMatch(m -> m.getName().equals(name))) {
                return link(file, new HashSet<>()).findMessageTypeByName(name);
            }
        }
        throw new IllegalArgumentException(
                "descriptor set must hold the venue's messages: it lacks " + fullName + "; " + CURE);
    }

    /** The field of this name, which must have this type. */
    static FieldDescriptor field(Descriptor message, String name, FieldDescriptor.Type type, boolean repeated) {
        FieldDescriptor field = message.findFieldByName(name);
        if (field == null) {
            throw new IllegalArgumentException("descriptor set must hold the venue's fields: " + message.getFullName()
                    + " lacks " + name + "; the venue has changed its contract, or " + CURE);
        }
        if (field.getType() != type || field.isRepeated() != repeated) {
            throw new IllegalArgumentException("descriptor set must hold fields of the published types: "
                    + field.getFullName() + " is " + (field.isRepeated() ? "repeated " : "") + field.getType()
                    + ", not "
                    + (repeated ? "repeated " : "") + type
                    + "; the venue has changed its contract: use a Tollgate that knows it");
        }
        return field;
    }
}
