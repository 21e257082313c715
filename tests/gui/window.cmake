find_package(Qt6 6.4 REQUIRED COMPONENTS Widgets Network Test)
find_package(ZLIB REQUIRED)

qlab_add_gui_test(window
  SOURCES
    test_window.cpp
    test_window_compare.cpp
    test_window_draw.cpp
    test_window_end.cpp
    test_window_keyboard.cpp
    test_window_layout.cpp
    test_window_map.cpp
    test_window_results.cpp
    test_window_samples.cpp
    test_window_scheme.cpp
    test_window_settles.cpp
    test_window_steps.cpp
    test_window_training.cpp
    test_window_translation.cpp
    test_window_words.cpp
    window_driver.cpp
  LINK qlab_app_window Qt6::Test)

qlab_add_gui_test(autosave
  SOURCES test_autosave.cpp test_drawing_file.cpp test_experiment.cpp test_training_file.cpp window_driver.cpp
  LINK qlab_app_window Qt6::Test)

qlab_add_gui_test(download
  SOURCES test_download.cpp download_driver.cpp http_server.cpp
  LINK qlab_app_window Qt6::Network Qt6::Test ZLIB::ZLIB)
