//! What the server's runtime offers besides the host functions: the functions of Extism's kernel and of WASI, with their types. Must not judge imports.

use nd_package::surface::{KERNEL_MODULE, USER_MODULE, WASI_MODULE};
use nd_rules::surface::HOST_FUNCTIONS;
use wasmparser::ValType::{self, I32, I64};

/// A function of the runtime.
pub(super) struct RuntimeFunction {
    pub name: &'static str,
    pub params: &'static [ValType],
    pub results: &'static [ValType],
}

/// A module from which a plugin can import.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Offered {
    /// The server's own functions.
    Host,
    /// Extism's.
    Kernel,
    /// WASI, preview 1.
    Wasi,
}

impl Offered {
    pub(super) fn from_module(module: &str) -> Option<Self> {
        match module {
            USER_MODULE => Some(Self::Host),
            KERNEL_MODULE => Some(Self::Kernel),
            WASI_MODULE => Some(Self::Wasi),
            _ => None,
        }
    }

    pub(super) fn names(self) -> Vec<&'static str> {
        match self {
            Self::Host => HOST_FUNCTIONS.iter().map(|it| it.name).collect(),
            Self::Kernel => KERNEL.iter().map(|it| it.name).collect(),
            Self::Wasi => WASI.iter().map(|it| it.name).collect(),
        }
    }

    /// The parameters and results of a function, if there is one with this name.
    pub(super) fn signature(self, name: &str) -> Option<(&'static [ValType], &'static [ValType])> {
        let runtime = match self {
            // All of them take the place of a request in memory, and give that of the answer.
            Self::Host => {
                let mut all = HOST_FUNCTIONS.iter();
                return all
                    .any(|it| it.name == name)
                    .then_some((&[I64][..], &[I64][..]));
            }
            Self::Kernel => KERNEL,
            Self::Wasi => WASI,
        };
        let found = runtime.iter().find(|it| it.name == name)?;
        Some((found.params, found.results))
    }
}

const fn function(
    name: &'static str,
    params: &'static [ValType],
    results: &'static [ValType],
) -> RuntimeFunction {
    RuntimeFunction {
        name,
        params,
        results,
    }
}

/// A function that answers with an error number, as almost all of WASI do.
const fn wasi(name: &'static str, params: &'static [ValType]) -> RuntimeFunction {
    function(name, params, &[I32])
}

/// What Extism's SDK for Go has under `extism:host/env`.
static KERNEL: &[RuntimeFunction] = &[
    function("alloc", &[I64], &[I64]),
    function("config_get", &[I64], &[I64]),
    function("error_get", &[], &[I64]),
    function("error_set", &[I64], &[]),
    function("free", &[I64], &[]),
    function("get_log_level", &[], &[I32]),
    function("http_headers", &[], &[I64]),
    function("http_request", &[I64, I64], &[I64]),
    function("http_status_code", &[], &[I32]),
    function("input_length", &[], &[I64]),
    function("input_load_u64", &[I64], &[I64]),
    function("input_load_u8", &[I64], &[I32]),
    function("input_offset", &[], &[I64]),
    function("input_set", &[I64, I64], &[]),
    function("length", &[I64], &[I64]),
    function("length_unsafe", &[I64], &[I64]),
    function("load_u64", &[I64], &[I64]),
    function("load_u8", &[I64], &[I32]),
    function("log_debug", &[I64], &[]),
    function("log_error", &[I64], &[]),
    function("log_info", &[I64], &[]),
    function("log_trace", &[I64], &[]),
    function("log_warn", &[I64], &[]),
    function("memory_bytes", &[], &[I64]),
    function("output_length", &[], &[I64]),
    function("output_offset", &[], &[I64]),
    function("output_set", &[I64, I64], &[]),
    function("reset", &[], &[]),
    function("store_u64", &[I64, I64], &[]),
    function("store_u8", &[I64, I32], &[]),
    function("var_get", &[I64], &[I64]),
    function("var_set", &[I64, I64], &[]),
];

/// Preview 1, which the server has whole, though there is little behind some of it.
static WASI: &[RuntimeFunction] = &[
    wasi("args_get", &[I32, I32]),
    wasi("args_sizes_get", &[I32, I32]),
    wasi("clock_res_get", &[I32, I32]),
    wasi("clock_time_get", &[I32, I64, I32]),
    wasi("environ_get", &[I32, I32]),
    wasi("environ_sizes_get", &[I32, I32]),
    wasi("fd_advise", &[I32, I64, I64, I32]),
    wasi("fd_allocate", &[I32, I64, I64]),
    wasi("fd_close", &[I32]),
    wasi("fd_datasync", &[I32]),
    wasi("fd_fdstat_get", &[I32, I32]),
    wasi("fd_fdstat_set_flags", &[I32, I32]),
    wasi("fd_fdstat_set_rights", &[I32, I64, I64]),
    wasi("fd_filestat_get", &[I32, I32]),
    wasi("fd_filestat_set_size", &[I32, I64]),
    wasi("fd_filestat_set_times", &[I32, I64, I64, I32]),
    wasi("fd_pread", &[I32, I32, I32, I64, I32]),
    wasi("fd_prestat_dir_name", &[I32, I32, I32]),
    wasi("fd_prestat_get", &[I32, I32]),
    wasi("fd_pwrite", &[I32, I32, I32, I64, I32]),
    wasi("fd_read", &[I32, I32, I32, I32]),
    wasi("fd_readdir", &[I32, I32, I32, I64, I32]),
    wasi("fd_renumber", &[I32, I32]),
    wasi("fd_seek", &[I32, I64, I32, I32]),
    wasi("fd_sync", &[I32]),
    wasi("fd_tell", &[I32, I32]),
    wasi("fd_write", &[I32, I32, I32, I32]),
    wasi("path_create_directory", &[I32, I32, I32]),
    wasi("path_filestat_get", &[I32, I32, I32, I32, I32]),
    wasi(
        "path_filestat_set_times",
        &[I32, I32, I32, I32, I64, I64, I32],
    ),
    wasi("path_link", &[I32, I32, I32, I32, I32, I32, I32]),
    wasi("path_open", &[I32, I32, I32, I32, I32, I64, I64, I32, I32]),
    wasi("path_readlink", &[I32, I32, I32, I32, I32, I32]),
    wasi("path_remove_directory", &[I32, I32, I32]),
    wasi("path_rename", &[I32, I32, I32, I32, I32, I32]),
    wasi("path_symlink", &[I32, I32, I32, I32, I32]),
    wasi("path_unlink_file", &[I32, I32, I32]),
    wasi("poll_oneoff", &[I32, I32, I32, I32]),
    function("proc_exit", &[I32], &[]),
    wasi("proc_raise", &[I32]),
    wasi("random_get", &[I32, I32]),
    wasi("sched_yield", &[]),
    wasi("sock_accept", &[I32, I32, I32]),
    wasi("sock_recv", &[I32, I32, I32, I32, I32, I32]),
    wasi("sock_send", &[I32, I32, I32, I32, I32]),
    wasi("sock_shutdown", &[I32, I32]),
];

/// Whether a function of WASI opens or looks at files, which a module without any does not import.
pub(super) fn is_about_files(wasi: &str) -> bool {
    wasi.starts_with("path_") || wasi == "fd_readdir"
}
