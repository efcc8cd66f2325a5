//! What the standard library would bring along, in a hundredth of its size.
use lol_alloc::{FreeListAllocator, LockedAllocator};

#[global_allocator]
static MEMORY: LockedAllocator<FreeListAllocator> =
    LockedAllocator::new(FreeListAllocator::new());

/// Stops the program; `start.js` then falls back to the page without it.
#[panic_handler]
fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
