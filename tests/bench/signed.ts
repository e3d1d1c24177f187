/** Signed documents to measure verifying with. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { sealPages, makeParts } from './seal';
import { openFile } from '../tools/documents';
import { certificatePem } from '../tools/trial';
import { folderOf, scannedDocument, tenPages } from './documents';

async function sealed(input: string, output: string, ...pages: number[][]): Promise<string> {
  let blob = await openFile(input);
  for (const indices of pages) blob = (await sealPages(blob, indices)).blob;
  await writeFile(output, blob.stream());
  return output;
}

/** PEM of the root that all of these lead to. @returns path of the file */
export async function rootFile(): Promise<string> {
  const file = path.join(await folderOf(), 'root.pem');
  await writeFile(file, certificatePem((await makeParts()).identity.root));
  return file;
}

/** 170 MB with two signatures. @returns path of the file */
export async function signedScans(): Promise<string> {
  return sealed(await scannedDocument(), path.join(await folderOf(), 'signed-scans.pdf'), [0], [1]);
}

/** Ten pages with two signatures: what remains of a run with it is the start-up of a program. */
export async function smallSigned(): Promise<string> {
  return sealed(await tenPages(), path.join(await folderOf(), 'signed-small.pdf'), [0], [1]);
}

/** Files of ten pages, each signed by itself. @returns their paths */
export async function manySigned(count: number): Promise<string[]> {
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    files.push(await sealed(await tenPages(), path.join(await folderOf(), `signed-${i}.pdf`), [0]));
  }
  return files;
}
