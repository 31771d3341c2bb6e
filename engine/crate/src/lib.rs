//! The Micromegas query engine for one process: DataFusion over view tables in memory, with the service's functions.
//!
//! `bindings` is the interface for JavaScript. The other modules do not depend on it, and their tests run natively.
#![cfg_attr(target_arch = "wasm32", feature(alloc_error_hook))]

mod bindings;
mod declaration;
mod flight_data;
mod flight_encoder;
mod ipc_bounds;
mod ipc_input;
mod metadata;
mod normalized_schema;
mod property_functions;
mod query_cursor;
mod query_failure;
mod range_filter;
mod refusal;
mod rows;
mod session;
mod store;
mod table_functions;
#[cfg(test)]
mod test_support;
mod time_range;
mod view_set;
mod view_table;

// Each generation of getrandom in the tree is switched to JavaScript by a feature of its own.
use getrandom_02 as _;
use getrandom_03 as _;
use getrandom_04 as _;
