/**
 * The command {@code operator}: what a person may tell a gatekeeper that runs, through the files of its state directory.
 *
 * <p>{@code list} only reads the book's file, and works on a directory whose gatekeeper has stopped too. Every other command goes through
 * {@code commands.dat} to the gatekeeper, which journals it with who and why and answers. Exit status: 0 done, 1 refused, 2 the arguments or
 * the directory cannot be used, or no gatekeeper answers. {@code docs/operations.md} describes the commands.
 */
@NullMarked
package io.tollgate.gatekeeper.operator;

import org.jspecify.annotations.NullMarked;
