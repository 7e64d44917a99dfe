import { DefaultNamingStrategy } from "typeorm/naming-strategy/DefaultNamingStrategy";

/** `openedAt` in code, `opened_at` in the database. */
export class SnakeNamingStrategy extends DefaultNamingStrategy {
  override columnName(property: string, custom: string, prefixes: string[]): string {
    return custom || [...prefixes, property].join("_").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  }
}
