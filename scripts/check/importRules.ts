import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { join } from "node:path";
import { FORBIDDEN_NAMES, ROOMS, type Room, TOP_LEVEL } from "./rooms";
import { type Import, pathOf, readSourceFiles, type SourceFile } from "./sourceFile";

interface Declared {
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

/** Holds every file against the table of rooms.
 * @returns one line per fault, `path:line says what`; none where the house is in order */
export function findImportFaults(root: string, files = readSourceFiles(root, TOP_LEVEL)): string[] {
  const declared = readDeclared(root);
  return files.flatMap((file) => {
    const room = findRoom(file.path);
    if (!room) return [`${file.path} lies in no room: move it into one, or enter its room in scripts/check/rooms.ts`];
    const faults = file.imports.flatMap((entry) => {
      const fault = findFault(file, room, entry, declared);
      return fault ? [`${file.path}:${entry.line} ${fault}`] : [];
    });
    return [...findForbiddenName(file.path), ...faults];
  });
}

function readDeclared(root: string): Declared {
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as Partial<Declared>;
  return { dependencies: manifest.dependencies ?? {}, devDependencies: manifest.devDependencies ?? {} };
}

function findRoom(path: string): Room | undefined {
  const around = ROOMS.filter((room) => path.startsWith(`${room.path}/`));
  return around.sort((a, b) => b.path.length - a.path.length)[0];
}

function findForbiddenName(path: string): string[] {
  const bag = path.split("/").find((part) => FORBIDDEN_NAMES.includes(part.replace(/\..*$/, "").toLowerCase()));
  return bag ? [`${path} is named ${bag}: name it after what it is about`] : [];
}

function findFault(file: SourceFile, room: Room, entry: Import, declared: Declared): string | undefined {
  const { specifier } = entry;
  if (specifier === undefined) {
    return room.development ? undefined : "imports a computed path, which nobody can check: write the path out";
  }
  if (specifier.startsWith(".")) return findRoomFault(file, room, specifier);
  if (isBuiltin(specifier)) return findBuiltinFault(room, specifier);
  return findPackageFault(room, packageOf(specifier), declared);
}

function findRoomFault(file: SourceFile, room: Room, specifier: string): string | undefined {
  const path = pathOf(file.path, specifier);
  const target = findRoom(path) ?? findRoom(`${path}/`);
  if (!target) return `imports ${path}, which lies in no room`;
  if (target === room || mayImport(room, target)) return undefined;
  const allowed = typeof room.imports === "string" ? room.imports : room.imports.join(", ");
  return `imports ${target.path}: ${room.path} may import ${allowed || "no other room"}`;
}

function mayImport(room: Room, target: Room): boolean {
  if (room.imports === "any, test too") return true;
  if (room.imports === "any") return target.path !== "test";
  return room.imports.includes(target.path);
}

function findBuiltinFault(room: Room, specifier: string): string | undefined {
  if (!specifier.startsWith("node:")) return `imports ${specifier}: write node:${specifier}`;
  if (!room.builtins || room.builtins.includes(specifier)) return undefined;
  return `imports ${specifier}: ${room.path} is pure; let the caller pass in what it needs`;
}

function findPackageFault(room: Room, name: string, declared: Declared): string | undefined {
  if (room.packages && !room.packages.includes(name)) {
    return `imports the package ${name}: ${room.path} may import ${room.packages.join(", ") || "no package"}`;
  }
  if (name in declared.dependencies) return undefined;
  if (!(name in declared.devDependencies)) return `imports ${name}, which package.json does not declare`;
  return room.development ? undefined : `imports ${name}, a devDependency that a site does not install`;
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
