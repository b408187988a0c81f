import { Package } from "./third-party-licenses";

/**
 * A software bill of materials, in CycloneDX, of the packages whose code is part of one of our packages.
 *
 * It has neither a time nor a serial number, so the same sources give the same bytes.
 *
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export function softwareBillOfMaterials(packages: readonly Package[]): string {
  const components = packages.map(({ name, version, license }) => ({
    type: "library",
    "bom-ref": purl(name, version),
    name,
    version,
    purl: purl(name, version),
    licenses: [{ license: { id: license } }],
  }));
  return `${JSON.stringify({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, components }, undefined, 2)}\n`;
}

/** @see https://github.com/package-url/purl-spec */
function purl(name: string, version: string): string {
  return `pkg:npm/${name.replace("@", "%40")}@${version}`;
}
