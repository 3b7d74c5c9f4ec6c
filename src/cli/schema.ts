import { join, resolve } from 'node:path';
import { packetJsonSchema } from '../packet/schema.js';
import { Output } from '../pipeline/output.js';
import { profileJsonSchema } from '../profile/schema.js';
import { projectJsonSchema } from '../project/project.js';
import type { Environment } from './environment.js';

export type SchemaKind = 'profile' | 'packet' | 'project';

const SCHEMAS: Record<SchemaKind, { path: string; make(): object }> = {
  profile: { path: 'profile.schema.json', make: profileJsonSchema },
  packet: {
    path: join('packets', 'packet.schema.json'),
    make: packetJsonSchema,
  },
  project: { path: 'dossier.schema.json', make: projectJsonSchema },
};

/** `dossier schema`: prints or writes the schemas with which editors validate profiles, packet files and the file of a project. */
export async function schema(kind: SchemaKind, options: { write?: string }, environment: Environment): Promise<number> {
  if (options.write === undefined) {
    environment.out(text(SCHEMAS[kind].make()));
    return 0;
  }
  const output = new Output(resolve(environment.cwd, options.write));
  for (const [path, schema] of schemaFiles()) {
    await output.write(path, new TextEncoder().encode(schema));
    environment.out(`${join(options.write, path)}\n`);
  }
  return 0;
}

/** The schemas by their paths in a folder of profiles. */
export function schemaFiles(): [path: string, text: string][] {
  return Object.values(SCHEMAS).map(({ path, make }) => [path, text(make())]);
}

function text(schema: object): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
