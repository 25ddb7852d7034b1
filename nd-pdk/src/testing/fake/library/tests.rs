use super::super::access::sample::{library, small, world};
use super::*;

fn refusal(service: &FakeLibrary, id: i32) -> String {
    service.get_library(id).unwrap_err().message
}

#[test]
fn only_assigned_libraries_are_listed_in_the_order_of_the_server() {
    let service = FakeLibrary::new(&world(small));
    let all = service.get_all_libraries().unwrap();
    let ids: Vec<_> = all.iter().map(|library| library.id).collect();
    assert_eq!(ids, [2, 1]);
    assert_eq!(service.get_library(1), Ok(Some(all[1].clone())));
}

#[test]
fn other_libraries_are_out_of_reach_whether_they_exist_or_not() {
    let service = FakeLibrary::new(&world(small));
    for id in [3, 5, 0, -1] {
        assert_eq!(
            refusal(&service, id),
            format!("library not accessible: library ID {id} is not in the allowed list")
        );
    }
}

#[test]
fn without_libraries_the_list_is_empty() {
    let service = FakeLibrary::new(&World::default());
    assert_eq!(service.get_all_libraries(), Ok(vec![]));
}

#[test]
fn places_are_shown_with_access_to_files_only() {
    let places = |filesystem: bool| {
        let world = world(|setup| {
            small(setup);
            setup.permissions.library_filesystem = filesystem;
        });
        let seen = FakeLibrary::new(&world).get_library(2).unwrap().unwrap();
        (seen.path, seen.mount_point)
    };
    assert_eq!(
        places(true),
        ("/music/2".to_owned(), "/libraries/2".to_owned())
    );
    assert_eq!(places(false), (String::new(), String::new()));
}

#[test]
fn a_mount_point_of_the_setup_is_kept() {
    let world = world(|setup| {
        setup.libraries = vec![library(7, true)];
        setup.libraries[0].item.mount_point = "/tmp/music".to_owned();
    });
    let seen = FakeLibrary::new(&world).get_library(7).unwrap().unwrap();
    assert_eq!(seen.mount_point, "/tmp/music");
}

#[test]
fn a_removed_library_is_reported_as_gone() {
    let service = FakeLibrary::new(&world(small));
    service.remove(2);
    assert_eq!(refusal(&service, 2), "library not found: data not found");
    let left = service.get_all_libraries().unwrap();
    assert_eq!(
        left.iter().map(|library| library.id).collect::<Vec<_>>(),
        [1]
    );
}

#[test]
#[should_panic = "host.library().remove(9): there is no library 9 in the setup"]
fn only_what_is_there_can_be_removed() {
    FakeLibrary::new(&world(small)).remove(9);
}
