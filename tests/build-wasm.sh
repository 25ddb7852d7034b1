#!/usr/bin/env bash
# Builds plugins to wasm: tests/build-wasm.sh [PACKAGE…], by default all examples and test guests.
#
# Prints one line for each plugin, "<package><tab><path><tab><bytes>"; everything else goes to stderr. May run several times at once.
# It must not change the toolchain of anything but its own child processes.
#
#   NDPDK_WASM_TARGET_DIR  where to build; by default target/wasm, so that native builds and this one never wait for each other
#   NDPDK_WASM_TOOLCHAIN   rustup: the active toolchain, with the target added by rustup where it is missing
#                          debian: Debian's toolchain, which compiles the standard library from its source
#                          auto (default): the first of the two that works here
set -euo pipefail
shopt -s nullglob
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly target=wasm32-wasip1 profile=plugin
readonly target_dir=${NDPDK_WASM_TARGET_DIR:-$PWD/target/wasm}
readonly toolchain=${NDPDK_WASM_TOOLCHAIN:-auto}
readonly debian_packages=(rustc-web cargo-web rust-web-src wasi-libc)
readonly debian_linker_package=lld-22

say() { printf 'build-wasm: %s\n' "$*" >&2; }

fail() {
  say "$1"
  cat >&2 <<MESSAGE
Plugins are compiled for $target. Either of these makes it possible:
  rustup target add $target
  apt-get install --no-install-recommends ${debian_packages[*]} $debian_linker_package    (Debian 12, as root)
MESSAGE
  exit 1
}

# Whether the active toolchain, whoever installed it, has a standard library for the target.
has_target() {
  local library std
  library=$(rustc --print target-libdir --target "$target" 2>/dev/null) || return 1
  std=("$library"/libstd-*.rlib)
  ((${#std[@]} > 0))
}

add_target() {
  command -v rustup >/dev/null || return 1
  say "adding $target with rustup"
  rustup target add "$target" >&2 && has_target && return
  say "rustup could not add it"
  return 1
}

# rustup's toolchains bring a linker for wasm along; Debian has it in a package of its own.
debian_linker() {
  local candidate
  for candidate in "$(rustc --print sysroot 2>/dev/null)"/lib/rustlib/*/bin/rust-lld /usr/bin/wasm-ld-*; do
    [[ -x $candidate ]] && printf '%s\n' "$candidate" && return
  done
  return 1
}

has_debian() {
  [[ -x /usr/bin/cargo && -x /usr/bin/rustc && -d /usr/lib/wasm32-wasi ]] || return 1
  [[ -f $(/usr/bin/rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml ]] || return 1
  debian_linker >/dev/null
}

# --no-remove: the packages conflict with Debian's older Rust, which is not ours to throw out.
install_debian() {
  command -v apt-get >/dev/null || { say "there is no apt-get here"; return 1; }
  [[ $EUID -eq 0 ]] || { say "installing Debian's toolchain takes root"; return 1; }
  local apt=(apt-get -qq -o DPkg::Lock::Timeout=600) packages=("${debian_packages[@]}")
  debian_linker >/dev/null || packages+=("$debian_linker_package")
  say "installing Debian's toolchain: ${packages[*]}"
  "${apt[@]}" update >/dev/null &&
    DEBIAN_FRONTEND=noninteractive "${apt[@]}" install -y --no-install-recommends --no-remove "${packages[@]}" >/dev/null
}

# One process installs, the others wait for it and then find everything in place.
ensure_debian() {
  has_debian && return
  mkdir -p "$target_dir"
  (
    flock 9
    has_debian || install_debian
  ) 9>"$target_dir/.toolchain-lock"
  has_debian
}

choose_toolchain() {
  case $toolchain in
    rustup) { has_target || add_target; } && echo rustup && return ;;
    debian) ensure_debian && echo debian && return ;;
    auto)
      { has_target || add_target; } && echo rustup && return
      ensure_debian && say "using Debian's toolchain" && echo debian && return
      ;;
    *) fail "NDPDK_WASM_TOOLCHAIN is '$toolchain', which is none of rustup, debian and auto" ;;
  esac
  fail "found no way to compile for $target (NDPDK_WASM_TOOLCHAIN=$toolchain)"
}

# What a surrounding `cargo test` or coverage run set for native code would break the wasm build.
clean_cargo() {
  env -u RUSTFLAGS -u CARGO_ENCODED_RUSTFLAGS -u CARGO_BUILD_TARGET -u RUSTC_WRAPPER -u RUSTC_WORKSPACE_WRAPPER "$@"
}

build() {
  local arguments=(build --locked --profile "$profile" --target "$target" --target-dir "$target_dir" "$@")
  case $(choose_toolchain) in
    rustup) clean_cargo cargo "${arguments[@]}" ;;
    debian)
      clean_cargo -u RUSTUP_TOOLCHAIN -u LD_LIBRARY_PATH RUSTC=/usr/bin/rustc RUSTC_BOOTSTRAP=1 \
        CARGO_TARGET_WASM32_WASIP1_LINKER="$(debian_linker)" \
        CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS="-L native=/usr/lib/wasm32-wasi -C link-self-contained=no" \
        /usr/bin/cargo "${arguments[@]}" -Zbuild-std=std,panic_abort
      ;;
    *) return 1 ;;
  esac
}

wasm_of() { printf '%s/%s/%s/%s.wasm\n' "$target_dir" "$target" "$profile" "${1//-/_}"; }

packages=("$@")
if ((${#packages[@]} == 0)); then
  for manifest in examples/*/Cargo.toml tests/guests/*/Cargo.toml; do
    packages+=("$(awk -F'"' '/^name = / { print $2; exit }' "$manifest")")
  done
fi

# The first build is worth watching; later ones should be silent unless something is wrong.
arguments=(--quiet)
for package in "${packages[@]}"; do
  [[ -f $(wasm_of "$package") ]] || arguments=()
done
for package in "${packages[@]}"; do
  arguments+=(--package "$package")
done

build "${arguments[@]}" >&2

for package in "${packages[@]}"; do
  wasm=$(wasm_of "$package")
  printf '%s\t%s\t%d\n' "$package" "$wasm" "$(wc -c <"$wasm")"
done
