//! The `incentor` binary.

fn main() -> incentor::ExitCode {
    incentor::run()
}
