/** A package as `package-lock.json` (version 3) has it. */
export interface LockedPackage {
  readonly version?: string;
  /** An SPDX expression, as the package tells it. */
  readonly license?: string;
  /** Of tools alone: neither bundled, nor installed with the package. */
  readonly dev?: boolean;
}

/** Licences that ask for no more than that their text be kept; each is named by SPDX. */
const PERMISSIVE: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
  'Zlib',
]);

/** Tools that are not shipped, under a licence that binds who changes their own files or passes them on, which nobody here does. */
const TOOLS: { readonly [name: string]: { readonly license: string; readonly why: string } } = {
  'axe-core': { license: 'MPL-2.0', why: 'looks at the pages in tests' },
  lightningcss: { license: 'MPL-2.0', why: 'Vite makes the style sheets smaller with it' },
  'caniuse-lite': { license: 'CC-BY-4.0', why: "a table of browsers, which Stryker's compiler reads" },
};

const nameOf = (path: string): string =>
  path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Of `A OR B` one may be chosen; of `A AND B` both hold (SPDX, annex D). No package here nests them. */
const isPermissive = (expression: string): boolean => {
  const bare = expression.replace(/^\((.*)\)$/, '$1');
  if (/ OR /i.test(bare)) return bare.split(/ OR /i).some((one) => PERMISSIVE.has(one.trim()));
  return bare.split(/ AND /i).every((one) => PERMISSIVE.has(one.trim()));
};

const isKnownTool = (name: string, { dev, license }: LockedPackage): boolean =>
  dev === true &&
  // lightningcss comes as one package a platform.
  Object.entries(TOOLS).some(
    ([tool, known]) => license === known.license && (name === tool || name.startsWith(`${tool}-`)),
  );

/** Packages of the tree whose licence is not permissive, each with its licence, in a line. */
export const licenceFaults = (packages: { readonly [path: string]: LockedPackage }): string[] =>
  Object.entries(packages).flatMap(([path, locked]) => {
    const name = nameOf(path);
    if (path === '' || isKnownTool(name, locked)) return [];
    const { license = 'no licence', version = '' } = locked;
    return isPermissive(license) ? [] : [`${name}@${version}: ${license}`];
  });
