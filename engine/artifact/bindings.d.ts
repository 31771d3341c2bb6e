/* tslint:disable */
/* eslint-disable */

export class Cursor {
    private constructor();
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Returns `{ done, messages, failure? }`.
     */
    poll(budget_milliseconds: number, enough_bytes: number): object;
    stop(): void;
}

export class Engine {
    free(): void;
    [Symbol.dispose](): void;
    /**
     * Adds the rows of an Arrow IPC stream or file: all of them or, on a refusal, none.
     */
    append(view_set: string, instance: string | null | undefined, ipc: Uint8Array | number[]): number;
    /**
     * Removes the rows of a view set, or of one instance where those are stored separately.
     */
    clear(view_set: string, instance?: string | null): void;
    /**
     * `declaration` is an `EngineViewSet` as JSON, `schema` an Arrow IPC stream.
     */
    declare(declaration: string, schema: Uint8Array | number[]): void;
    dry_run(sql: string): Cursor;
    /**
     * `memory_limit` bounds the working memory of all queries together, in bytes.
     */
    constructor(memory_limit?: number | null);
    query(sql: string, range_begin: bigint | null | undefined, range_end: bigint | null | undefined, limit: number | null | undefined, preserve_dictionary: boolean): Cursor;
    /**
     * Returns the working memory of the running queries, in bytes.
     */
    reserved_memory(): number;
    /**
     * `properties` is a JSON list of `[number, text]` and `[number, [text, …]]`.
     */
    sql_info(properties: string): Array<any>;
    /**
     * Returns the memory of the stored rows, in bytes.
     */
    stored_memory(): number;
    tables(catalog: string | null | undefined, schema_pattern: string | null | undefined, table_pattern: string | null | undefined, table_types: string[], include_schema: boolean): Array<any>;
}

export type InitInput = RequestInfo | URL | Response | BufferSource | WebAssembly.Module;

export interface InitOutput {
    readonly memory: WebAssembly.Memory;
    readonly __wbg_cursor_free: (a: number, b: number) => void;
    readonly __wbg_engine_free: (a: number, b: number) => void;
    readonly cursor_poll: (a: number, b: number, c: number) => any;
    readonly cursor_stop: (a: number) => void;
    readonly engine_append: (a: number, b: number, c: number, d: number, e: number, f: number, g: number) => [number, number, number];
    readonly engine_clear: (a: number, b: number, c: number, d: number, e: number) => [number, number];
    readonly engine_declare: (a: number, b: number, c: number, d: number, e: number) => [number, number];
    readonly engine_dry_run: (a: number, b: number, c: number) => number;
    readonly engine_new: (a: number, b: number) => [number, number, number];
    readonly engine_query: (a: number, b: number, c: number, d: number, e: bigint, f: number, g: bigint, h: number, i: number, j: number) => number;
    readonly engine_reserved_memory: (a: number) => number;
    readonly engine_sql_info: (a: number, b: number, c: number) => [number, number, number];
    readonly engine_stored_memory: (a: number) => number;
    readonly engine_tables: (a: number, b: number, c: number, d: number, e: number, f: number, g: number, h: number, i: number, j: number) => [number, number, number];
    readonly rust_zstd_wasm_shim_calloc: (a: number, b: number) => number;
    readonly rust_zstd_wasm_shim_free: (a: number) => void;
    readonly rust_zstd_wasm_shim_malloc: (a: number) => number;
    readonly rust_zstd_wasm_shim_memcmp: (a: number, b: number, c: number) => number;
    readonly rust_zstd_wasm_shim_memcpy: (a: number, b: number, c: number) => number;
    readonly rust_zstd_wasm_shim_memmove: (a: number, b: number, c: number) => number;
    readonly rust_zstd_wasm_shim_memset: (a: number, b: number, c: number) => number;
    readonly rust_zstd_wasm_shim_qsort: (a: number, b: number, c: number, d: number) => void;
    readonly __wbindgen_malloc: (a: number, b: number) => number;
    readonly __wbindgen_realloc: (a: number, b: number, c: number, d: number) => number;
    readonly __wbindgen_free: (a: number, b: number, c: number) => void;
    readonly __wbindgen_exn_store: (a: number) => void;
    readonly __externref_table_alloc: () => number;
    readonly __wbindgen_externrefs: WebAssembly.Table;
    readonly __externref_table_dealloc: (a: number) => void;
    readonly __externref_drop_slice: (a: number, b: number) => void;
    readonly __wbindgen_start: () => void;
}

export type SyncInitInput = BufferSource | WebAssembly.Module;

/**
 * Instantiates the given `module`, which can either be bytes or
 * a precompiled `WebAssembly.Module`.
 *
 * @param {{ module: SyncInitInput }} module - Passing `SyncInitInput` directly is deprecated.
 *
 * @returns {InitOutput}
 */
export function initSync(module: { module: SyncInitInput } | SyncInitInput): InitOutput;

/**
 * If `module_or_path` is {RequestInfo} or {URL}, makes a request and
 * for everything else, calls `WebAssembly.instantiate` directly.
 *
 * @param {{ module_or_path: InitInput | Promise<InitInput> }} module_or_path - Passing `InitInput` directly is deprecated.
 *
 * @returns {Promise<InitOutput>}
 */
export default function __wbg_init (module_or_path?: { module_or_path: InitInput | Promise<InitInput> } | InitInput | Promise<InitInput>): Promise<InitOutput>;
